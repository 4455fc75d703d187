#[derive(Clnoe)]
pub struct RunningSum {
    total: f64,
}
