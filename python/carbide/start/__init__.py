# SPDX-License-Identifier: MIT
"""First steps: projects from templates, drafts of bindings, explanations."""
