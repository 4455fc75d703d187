# SPDX-License-Identifier: MIT
"""setuptools still takes extension modules from here."""

from Cython.Build import cythonize
from setuptools import setup

setup(ext_modules=cythonize("five.pyx"))
