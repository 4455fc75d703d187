// SPDX-License-Identifier: MIT
//! The five functions of hand_five.c in PyO3.

use numpy::PyReadonlyArray1;
use pyo3::prelude::*;

#[pyfunction]
fn nop() {}

#[pyfunction]
fn add(x: f64, y: f64) -> f64 {
    x + y
}

#[pyfunction]
fn twice(n: i32) -> i32 {
    n.wrapping_mul(2)
}

#[pyfunction]
fn length(s: &str) -> usize {
    s.len()
}

#[pyfunction]
fn sum1(x: PyReadonlyArray1<'_, f64>) -> PyResult<f64> {
    Ok(x.as_slice()?.iter().sum())
}

#[pymodule]
fn five(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(nop, m)?)?;
    m.add_function(wrap_pyfunction!(add, m)?)?;
    m.add_function(wrap_pyfunction!(twice, m)?)?;
    m.add_function(wrap_pyfunction!(length, m)?)?;
    m.add_function(wrap_pyfunction!(sum1, m)?)?;
    Ok(())
}
