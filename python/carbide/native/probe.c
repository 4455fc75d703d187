/* What a compiler is asked about itself with: compiler.py preprocesses this file. */
