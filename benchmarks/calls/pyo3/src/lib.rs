// SPDX-License-Identifier: MIT
//! The call shapes in PyO3 and rust-numpy, as their users write them for speed: read-only
//! guards on inputs, `as_slice` (refuses a strided array), outputs made uninitialised and
//! filled in place, no copy anywhere. The GIL is kept: no kernel here runs for long.

use numpy::{
    PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray1, PyReadonlyArray2,
    PyReadwriteArray1, PyUntypedArrayMethods,
};
use pyo3::exceptions::PyValueError;
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
    let mut sum = 0.0;
    for v in x.as_slice()? {
        sum += v;
    }
    Ok(sum)
}

#[pyfunction]
fn dot(x: PyReadonlyArray1<'_, f64>, y: PyReadonlyArray1<'_, f64>) -> PyResult<f64> {
    let (x, y) = (x.as_slice()?, y.as_slice()?);
    if x.len() != y.len() {
        return Err(PyValueError::new_err("x and y differ in length"));
    }
    let mut sum = 0.0;
    for (a, b) in x.iter().zip(y) {
        sum += a * b;
    }
    Ok(sum)
}

#[pyfunction]
fn scale(mut x: PyReadwriteArray1<'_, f64>, f: f64) -> PyResult<()> {
    for v in x.as_slice_mut()? {
        *v *= f;
    }
    Ok(())
}

#[pyfunction]
fn row_max<'py>(
    py: Python<'py>,
    a: PyReadonlyArray2<'py, f64>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let (n, k) = (a.shape()[0], a.shape()[1]);
    let a = a.as_slice()?;
    let out = unsafe { PyArray1::<f64>::new(py, [n], false) };
    let o = unsafe { out.as_slice_mut()? };
    for i in 0..n {
        let mut best = f64::NEG_INFINITY;
        for &v in &a[i * k..(i + 1) * k] {
            best = if v > best { v } else { best };
        }
        o[i] = best;
    }
    Ok(out)
}

#[pyfunction]
fn matmul<'py>(
    py: Python<'py>,
    a: PyReadonlyArray2<'py, f64>,
    b: PyReadonlyArray2<'py, f64>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let (m, k, n) = (a.shape()[0], a.shape()[1], b.shape()[1]);
    if b.shape()[0] != k {
        return Err(PyValueError::new_err("b.shape[0] must equal a.shape[1]"));
    }
    let (a, b) = (a.as_slice()?, b.as_slice()?);
    let out = unsafe { PyArray2::<f64>::new(py, [m, n], false) };
    let c = unsafe { out.as_slice_mut()? };
    for i in 0..m {
        for j in 0..n {
            let mut sum = 0.0;
            for l in 0..k {
                sum += a[i * k + l] * b[l * n + j];
            }
            c[i * n + j] = sum;
        }
    }
    Ok(out)
}

#[pyfunction]
fn keyword(x: f64, y: f64) -> f64 {
    x - y
}

#[pyfunction]
fn fail(n: i32) -> PyResult<i32> {
    if n < 0 {
        return Err(PyValueError::new_err(format!("n = {n} is negative")));
    }
    Ok(n)
}

#[pymodule]
fn bench_pyo3(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(nop, m)?)?;
    m.add_function(wrap_pyfunction!(add, m)?)?;
    m.add_function(wrap_pyfunction!(twice, m)?)?;
    m.add_function(wrap_pyfunction!(length, m)?)?;
    m.add_function(wrap_pyfunction!(sum1, m)?)?;
    m.add_function(wrap_pyfunction!(dot, m)?)?;
    m.add_function(wrap_pyfunction!(scale, m)?)?;
    m.add_function(wrap_pyfunction!(row_max, m)?)?;
    m.add_function(wrap_pyfunction!(matmul, m)?)?;
    m.add_function(wrap_pyfunction!(keyword, m)?)?;
    m.add_function(wrap_pyfunction!(fail, m)?)?;
    Ok(())
}
