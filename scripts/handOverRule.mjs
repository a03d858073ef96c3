/**
 * A lint rule for hidden suites: what a suite goes on using is not handed to the learner as it is.
 *
 * A fresh literal may be handed over, since nobody else has it. A variable that holds an object, a list or a function of
 * the suite may not: the learner could change it, or use it to carry something from one place to another. It goes through
 * `harden`, a `spy` or a copy. What functions of the suite return is not looked at here; a contract test does that.
 */

/** @typedef {import('estree').Node & { parent?: any, typeAnnotation?: any, expression?: any }} Node */

const attempt = /^#attempt\//;
const mutable = new Set([
  'ObjectExpression',
  'ArrayExpression',
  'NewExpression',
  'ArrowFunctionExpression',
  'FunctionExpression',
  'ClassExpression',
]);
const wrappers = new Set([
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
  'ChainExpression',
]);

/** @param {any} node @returns {any} */
const bare = node => (node && wrappers.has(node.type) ? bare(node.expression) : node);

/** @type {import('eslint').Rule.RuleModule} */
export const handOver = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      shared:
        '“{{name}}” can be changed by the learner while the suite goes on using it. Hand over harden({{name}}), the fn of a spy, or a copy.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    /** Local names of what comes from the attempt. @type {Set<string>} */
    const values = new Set();
    /** @type {Set<string>} */
    const types = new Set();

    /** @param {any} node */
    const variableOf = node => {
      for (let scope = sourceCode.getScope(node); scope; scope = /** @type {any} */ (scope.upper)) {
        const found = scope.set.get(node.name);
        if (found) return found;
      }
      return undefined;
    };

    /** Whether a type annotation names a type of the attempt. @param {any} annotation @returns {boolean} */
    const isOfAttempt = annotation => {
      const type = annotation?.typeAnnotation ?? annotation;
      if (type?.type === 'TSTypeReference') {
        const isNamed = type.typeName.type === 'Identifier' && types.has(type.typeName.name);
        return isNamed || Boolean(type.typeArguments?.params.some(isOfAttempt));
      }
      if (type?.type === 'TSArrayType') return isOfAttempt(type.elementType);
      if (type?.type === 'TSTypeOperator') return isOfAttempt(type.typeAnnotation);
      return false;
    };

    /** The declaration of `this.name` in the class around it. @param {any} node */
    const memberOf = node => {
      let around = node.parent;
      while (around && around.type !== 'ClassBody') around = around.parent;
      return around?.body.find(
        (/** @type {any} */ member) =>
          member.type === 'PropertyDefinition' && member.key.name === node.property.name,
      );
    };

    /** Whether the value was made by the learner's code, as far as its name tells. @param {any} given @returns {boolean} */
    const isLearners = given => {
      const node = bare(given);
      switch (node?.type) {
        case 'Identifier': {
          const definition = variableOf(node)?.defs[0];
          const declared = /** @type {any} */ (definition?.name);
          if (definition?.type === 'ImportBinding') return values.has(node.name);
          if (isOfAttempt(declared?.typeAnnotation)) return true;
          return definition?.type === 'Variable' && declared === definition.node.id
            ? isLearners(definition.node.init)
            : false;
        }
        case 'AwaitExpression':
          return isLearners(node.argument);
        case 'CallExpression':
        case 'NewExpression':
          return isLearners(node.callee);
        case 'MemberExpression': {
          if (bare(node.object)?.type !== 'ThisExpression') return isLearners(node.object);
          const member = memberOf(node);
          return isOfAttempt(member?.typeAnnotation) || isLearners(member?.value);
        }
        default:
          return false;
      }
    };

    /** @param {any} given @returns {void} */
    const look = given => {
      const node = bare(given);
      switch (node?.type) {
        case 'Identifier': {
          const [definition] = variableOf(node)?.defs ?? [];
          const isFunction = definition?.type === 'FunctionName' || definition?.type === 'ClassName';
          const isHeld =
            definition?.type === 'Variable' &&
            definition.name === definition.node.id &&
            mutable.has(bare(definition.node.init)?.type) &&
            !isLearners(definition.node.init);
          if (isFunction || isHeld) context.report({ node, messageId: 'shared', data: { name: node.name } });
          return;
        }
        case 'ThisExpression':
          return context.report({ node, messageId: 'shared', data: { name: 'this' } });
        case 'ObjectExpression':
          for (const property of node.properties) if (property.type === 'Property') look(property.value);
          return;
        case 'ArrayExpression':
          return node.elements.forEach(look);
        case 'ConditionalExpression':
          look(node.consequent);
          return look(node.alternate);
        case 'LogicalExpression':
          look(node.left);
          return look(node.right);
        default:
      }
    };

    /** @param {any} node */
    const check = node => {
      if (isLearners(node.callee)) node.arguments.forEach(look);
    };

    return {
      ImportDeclaration(/** @type {any} */ node) {
        if (!attempt.test(String(node.source.value))) return;
        for (const specifier of node.specifiers) {
          types.add(specifier.local.name);
          if (node.importKind !== 'type' && specifier.importKind !== 'type') values.add(specifier.local.name);
        }
      },
      CallExpression: check,
      NewExpression: check,
    };
  },
};
