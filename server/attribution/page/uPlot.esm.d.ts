// What the gateway serves next to these modules under this name.
export { default } from 'uplot'
