import vue from '@vitejs/plugin-vue';

const isCustomElement = (tag) => tag === 'reptile-sketch';

export default { base: './', plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] };
