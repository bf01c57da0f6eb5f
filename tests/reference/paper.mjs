// The paper's Omniglot table for `./build.sh paper DATA [SHARE]`: meta-trains each model with the flags that
// its authors published, or a share of their meta-iterations, and measures it. What comes out goes to
// tests/fixtures/paper.json; tests/paper.rs makes the table in docs/paper.md from that.
//
// A model that is there already is not trained again, and one that was interrupted is gone on with.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { root, target } from '../browser/places.mjs';

const program = join(target, 'release', 'reptile-sketch');
const file = join(root, 'tests/fixtures/paper.json');

/** The same for every model: the paper's network, its head, and turned classes. */
const network = '--head learned --filters 64,64,64,64 --turn-classes --distortion 0';

/**
 * The models, with the flags of the authors' training script, and the rows that each of them fills:
 * what is measured, how, and the accuracy that the paper has there.
 */
const models = [
  { name: 'o15', iterations: 200_000,
    train: '--classes 5 --train-shots 12 --inner-batch 5 --inner-iters 12 --learning-rate 0.00044 --meta-step 1 --meta-batch 3',
    rows: [['5-way 1-shot', '--classes 5 --shots 1 --eval-batch 5 --eval-iters 86 --episodes 1000', 0.9539]] },
  { name: 'o15t', iterations: 100_000,
    train: '--classes 5 --train-shots 15 --inner-batch 25 --inner-iters 3 --learning-rate 0.001 --meta-step 1 --meta-batch 10',
    rows: [['5-way 1-shot, transductive', '--classes 5 --shots 1 --eval-batch 25 --eval-iters 5 --episodes 1000 --transductive', 0.9768]] },
  { name: 'o55', iterations: 100_000,
    train: '--classes 5 --train-shots 10 --inner-batch 10 --inner-iters 5 --learning-rate 0.0015 --meta-step 0.7 --meta-batch 5',
    rows: [
      ['5-way 5-shot', '--classes 5 --shots 5 --eval-batch 6 --eval-iters 100 --episodes 1000', 0.9890],
      ['5-way 5-shot, transductive', '--classes 5 --shots 5 --eval-batch 6 --eval-iters 100 --episodes 1000 --transductive', 0.9948]] },
  { name: 'o120', iterations: 200_000,
    train: '--classes 20 --train-shots 9 --inner-batch 15 --inner-iters 12 --learning-rate 0.00046 --meta-step 1 --meta-batch 3',
    rows: [
      ['20-way 1-shot', '--classes 20 --shots 1 --eval-batch 10 --eval-iters 97 --episodes 200', 0.8814],
      ['20-way 1-shot, transductive', '--classes 20 --shots 1 --eval-batch 10 --eval-iters 97 --episodes 200 --transductive', 0.8943]] },
  { name: 'o520', iterations: 200_000,
    train: '--classes 20 --train-shots 12 --inner-batch 20 --inner-iters 12 --learning-rate 0.00046 --meta-step 1 --meta-batch 3',
    rows: [
      ['20-way 5-shot', '--classes 20 --shots 5 --eval-batch 10 --eval-iters 97 --episodes 200', 0.9665],
      ['20-way 5-shot, transductive', '--classes 20 --shots 5 --eval-batch 10 --eval-iters 97 --episodes 200 --transductive', 0.9712]] },
];

const images = '--data omniglot-train.zip';
const heldOut = 'omniglot-validation.txt';

function run(data, args) {
  return execFileSync(program, args.split(' '), { cwd: data, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The weights of a model after so many meta-iterations, and the command that makes them. */
function trained(data, folder, { name, train }, iterations) {
  const settings = `${images} --exclude ${heldOut} ${network} ${train} --meta-step-final 0 --meta-iters ${iterations} --eval-samples 100`;
  const out = join(folder, `${name}-${iterations}.safetensors`);
  if (!existsSync(out)) {
    const checkpoint = `${out}.checkpoint`;
    const resume = existsSync(checkpoint) ? ` --resume ${checkpoint}` : '';
    console.log(`${name}: training${resume && ' goes on'}, ${iterations} meta-iterations`);
    run(data, `train ${settings} --out ${out}${resume}`);
  }
  return { out, command: `cargo run --release -- train ${settings} --out ${name}.safetensors` };
}

function measured(data, { out, command }, { name }, [row, options, paper]) {
  console.log(`${row} ...`);
  const evaluate = (weights) => `evaluate ${images} --only ${heldOut} ${options} --seed 1 --weights ${weights} --json`;
  const { accuracy, ci95, episodes, weights } = JSON.parse(run(data, evaluate(out)));
  return { row, paper, accuracy, ci95, episodes, weights, train: command,
    evaluate: `cargo run --release -- ${evaluate(`${name}.safetensors`)}` };
}

/** The rows of this run, and those of earlier ones that it does not make anew. */
async function save(rows) {
  const known = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')).rows : [];
  const order = models.flatMap((model) => model.rows.map(([row]) => row));
  const all = order.map((name) => rows.find(({ row }) => row === name) ?? known.find(({ row }) => row === name));
  const table = { made_by: './build.sh paper DATA [SHARE] (tests/reference/paper.mjs)', rows: all.filter(Boolean) };
  await writeFile(file, `${JSON.stringify(table, null, 2)}\n`);
}

const [data, share, only] = [resolve(process.argv[2]), Number(process.argv[3] ?? 1), process.argv[4]];
if (!(share > 0 && share <= 1)) throw new Error('SHARE: above 0, up to 1');
const folder = join(target, 'paper');
await mkdir(folder, { recursive: true });
const rows = [];
for (const model of models.filter(({ name }) => !only || only === name)) {
  const iterations = Math.ceil(model.iterations * share);
  const weights = trained(data, folder, model, iterations);
  for (const row of model.rows) {
    rows.push({ ...measured(data, weights, model, row), meta_iterations: iterations, of: model.iterations });
    await save(rows);
  }
}
