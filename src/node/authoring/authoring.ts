/**
 * What authors need and learners do not: the entry of a bundle of its own, which brings a parser and a mutation engine and
 * is loaded by the first verification.
 */
export { useTexts } from '../textsInUse';
export { verifyPack } from './verifyPack';
export { convertSuite } from './import/convertSuite';
