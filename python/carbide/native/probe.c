/* What a compiler is asked about itself with: toolchain.py preprocesses this file. */
