// SPDX-License-Identifier: MIT
//! The examples in Rust, written for speed: slices instead of indices, the GIL released
//! where there is much to do. In: the arguments of the example. Out: its result.

use ndarray::Array2;
use numpy::{
    IntoPyArray, PyArray1, PyArray2, PyReadonlyArray1, PyReadonlyArray2,
    PyUntypedArrayMethods,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

const TILE: usize = 4096;
const LANES: usize = 16;

/// Largest value of each column: tiles of columns, row after row.
#[pyfunction]
fn find_max<'py>(
    py: Python<'py>,
    a: PyReadonlyArray2<'py, i64>,
) -> PyResult<Bound<'py, PyArray1<i64>>> {
    let columns = a.shape()[1];
    let values = a.as_slice()?;
    let out = py.detach(|| {
        let mut out = vec![i64::MIN; columns];
        for (t, tile) in out.chunks_mut(TILE).enumerate() {
            for row in values.chunks_exact(columns) {
                let part = &row[t * TILE..t * TILE + tile.len()];
                for (o, v) in tile.iter_mut().zip(part) {
                    *o = (*o).max(*v);
                }
            }
        }
        out
    });
    Ok(out.into_pyarray(py))
}

/// Product of two arrays by matrixmultiply, which chooses AVX2 at run time.
#[pyfunction]
fn matmul<'py>(
    py: Python<'py>,
    a: PyReadonlyArray2<'py, f64>,
    b: PyReadonlyArray2<'py, f64>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let (a, b) = (a.as_array(), b.as_array());
    if a.ncols() != b.nrows() {
        return Err(PyValueError::new_err("shape mismatch"));
    }
    Ok(py.detach(|| a.dot(&b)).into_pyarray(py))
}

fn from_lists(a: Vec<Vec<f64>>) -> PyResult<Array2<f64>> {
    let (rows, columns) = (a.len(), a.first().map_or(0, Vec::len));
    if a.iter().any(|row| row.len() != columns) {
        return Err(PyValueError::new_err("rows differ in length"));
    }
    let mut flat = Vec::with_capacity(rows * columns);
    for row in &a {
        flat.extend_from_slice(row);
    }
    Array2::from_shape_vec((rows, columns), flat)
        .map_err(|error| PyValueError::new_err(error.to_string()))
}

fn to_lists(a: &Array2<f64>) -> Vec<Vec<f64>> {
    a.rows().into_iter().map(|row| row.to_vec()).collect()
}

/// Product of two lists of lists.
#[pyfunction]
fn matmul_lists(
    py: Python<'_>,
    a: Vec<Vec<f64>>,
    b: Vec<Vec<f64>>,
) -> PyResult<Vec<Vec<f64>>> {
    let (a, b) = (from_lists(a)?, from_lists(b)?);
    if a.ncols() != b.nrows() {
        return Err(PyValueError::new_err("shape mismatch"));
    }
    Ok(to_lists(&py.detach(|| a.dot(&b))))
}

/// A list of lists to a whole power, by squaring.
#[pyfunction]
fn matrix_power(
    py: Python<'_>,
    a: Vec<Vec<f64>>,
    mut power: u64,
) -> PyResult<Vec<Vec<f64>>> {
    let mut base = from_lists(a)?;
    if base.nrows() != base.ncols() {
        return Err(PyValueError::new_err("the matrix is not square"));
    }
    let out = py.detach(|| {
        let mut out: Option<Array2<f64>> = None;
        while power > 0 {
            if power & 1 == 1 {
                out = Some(out.map_or_else(|| base.clone(), |o| o.dot(&base)));
            }
            power >>= 1;
            if power > 0 {
                base = base.dot(&base);
            }
        }
        out.unwrap_or_else(|| Array2::eye(base.nrows()))
    });
    Ok(to_lists(&out))
}

/// Real roots of x0 y^3 + 1.5 y = y0 by Cardano.
#[pyfunction]
fn cubic_y_root(x0: f64, y0: f64) -> Vec<f64> {
    let (p, q) = (1.5 / x0, -y0 / x0);
    let d = q * q / 4.0 + p * p * p / 27.0;
    if d > 0.0 {
        let u = (-q / 2.0 - d.sqrt().copysign(q)).cbrt();
        return vec![u - p / (3.0 * u)];
    }
    let r = 2.0 * (-p / 3.0).sqrt();
    let t = (3.0 * q / (p * r)).clamp(-1.0, 1.0).acos() / 3.0;
    let third = 2.0 * std::f64::consts::PI / 3.0;
    vec![
        r * (t - 2.0 * third).cos(),
        r * (t - third).cos(),
        r * t.cos(),
    ]
}

fn is_space(c: u8) -> bool {
    c == 32 || c.wrapping_sub(9) < 5
}

/// Words between ASCII white space: transitions between neighbouring bytes.
#[pyfunction]
fn word_count(py: Python<'_>, text: &str) -> usize {
    let b = text.as_bytes();
    py.detach(|| {
        let first = usize::from(b.first().is_some_and(|&c| !is_space(c)));
        let mut count = first;
        let mut at = 1;
        while at < b.len() {
            let end = (at + 255).min(b.len());
            let mut part = 0u8; // at most 255 in a block, so bytes stay bytes
            for (&x, &y) in b[at - 1..end - 1].iter().zip(&b[at..end]) {
                part += u8::from(is_space(x) & !is_space(y));
            }
            count += usize::from(part);
            at = end;
        }
        count
    })
}

/// Sum of squares of a list.
#[pyfunction]
fn sum_of_squares_list(v: Vec<f64>) -> f64 {
    v.iter().map(|x| x * x).sum()
}

/// Sum of squares of an array, in lanes.
#[pyfunction]
fn sum_of_squares_array(py: Python<'_>, v: PyReadonlyArray1<'_, f64>) -> PyResult<f64> {
    let v = v.as_slice()?;
    Ok(py.detach(|| {
        let mut lanes = [0.0f64; LANES];
        let chunks = v.chunks_exact(LANES);
        let rest: f64 = chunks.remainder().iter().map(|x| x * x).sum();
        for chunk in chunks {
            for (lane, x) in lanes.iter_mut().zip(chunk) {
                *lane += x * x;
            }
        }
        rest + lanes.iter().sum::<f64>()
    }))
}

/// Largest value of each row of a list of lists: reading the list is the work.
#[pyfunction]
fn row_max(py: Python<'_>, a: Vec<Vec<f64>>) -> Bound<'_, PyArray1<f64>> {
    let largest = |row: &Vec<f64>| row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let out: Vec<f64> = a.iter().map(largest).collect();
    out.into_pyarray(py)
}

#[pymodule]
fn pyo3_peer(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(find_max, m)?)?;
    m.add_function(wrap_pyfunction!(matmul, m)?)?;
    m.add_function(wrap_pyfunction!(matmul_lists, m)?)?;
    m.add_function(wrap_pyfunction!(matrix_power, m)?)?;
    m.add_function(wrap_pyfunction!(cubic_y_root, m)?)?;
    m.add_function(wrap_pyfunction!(word_count, m)?)?;
    m.add_function(wrap_pyfunction!(sum_of_squares_list, m)?)?;
    m.add_function(wrap_pyfunction!(sum_of_squares_array, m)?)?;
    m.add_function(wrap_pyfunction!(row_max, m)?)?;
    Ok(())
}
