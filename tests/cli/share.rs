//! `train --share`: the tasks of several processes that train together.

use serde_json::Value;

use crate::world::World;

const TRAIN: &str = "train --strokes strokes.json --out w.safetensors --commit none --filters 2,2 \
    --meta-iterations 3 --meta-batch 4 --ways 3 --inner-steps 2 --seed 5";
/// Filters of 3 x 3 x 1 x 2 and 3 x 3 x 2 x 2, and a scale and a shift for each.
const PARAMETERS: usize = 18 + 36 + 8;
/// Of each batch: the number of its drawings, their labels, their pixels.
const BATCH_BYTES: usize = 4 * (1 + 6 + 6 * 28 * 28);

/// The header, and the bytes of each task.
fn share(world: &World, flags: &str) -> (Value, Vec<Vec<u8>>) {
    let output = world.command(&format!("{TRAIN} {flags}")).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let end = output.stdout.iter().position(|&byte| byte == b'\n').unwrap();
    let header = serde_json::from_slice(&output.stdout[..end]).unwrap();
    let tasks =
        output.stdout[end + 1 + 4 * PARAMETERS..].chunks(2 * BATCH_BYTES).map(<[u8]>::to_vec);
    (header, tasks.collect())
}

#[test]
fn the_shares_of_two_processes_are_together_that_of_one() {
    let world = World::with_strokes("share");
    let (header, whole) = share(&world, "--share 0/1/0");
    assert_eq!((&header["settings"]["ways"], &header["settings"]["seed"]), (&3.into(), &5.into()));
    assert_eq!(header["data"].as_array().unwrap().len(), 1);
    assert_eq!(whole.len(), 3 * 4);
    assert!(whole.iter().all(|task| task.len() == 2 * BATCH_BYTES));
    let labels: Vec<u8> = whole[0][4..28].iter().step_by(4).copied().collect();
    assert_eq!((whole[0][0], &labels[..]), (6, &[0, 0, 1, 1, 2, 2][..]));
    let halves = [share(&world, "--share 0/2/0").1, share(&world, "--share 1/2/0").1];
    for (i, task) in whole.iter().enumerate() {
        assert!(*task == halves[i % 2][i / 2], "task {i}");
    }
    assert!(share(&world, "--share 0/1/2").1[..] == whole[8..]);
    assert!(!world.has("w.safetensors"));
}

#[test]
fn a_share_that_is_none_is_refused() {
    let world = World::with_strokes("share-faults");
    for text in ["2/2/0", "0/1", "0/0/0", "a/2/0", "-1/2/0", "0/2/0/1"] {
        world.fail(&format!("{TRAIN} --share={text}"), "RANK/PROCESSES/ITERATION");
    }
    world.fail(&format!("{TRAIN} --share 0/1/0 --resume w.checkpoint"), "--resume");
    world.fail(&TRAIN.replace("--ways 3", "--ways 30 --share 0/1/0"), "ways");
    world.fail(
        &TRAIN.replace("--meta-iterations 3", "--meta-iterations 0 --share 0/1/0"),
        "meta_iterations",
    );
}
