declare module '*.css';
declare module '*.json?raw' {
  const text: string;
  export default text;
}
