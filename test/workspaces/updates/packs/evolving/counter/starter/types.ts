export interface Store {
  read(): number;
  write(value: number): void;
}
