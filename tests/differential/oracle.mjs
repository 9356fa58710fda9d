#!/usr/bin/env node
// Asks the other evaluator. Reads requests from standard input as request_line.h describes them, one
// JSON object a line, and writes {"id", "answer"} for each in the same order; an "error" has the
// other side's words under "why", and "ignored" lists the keys of the request that it left out since
// it does not know them for the action and the type of the resource.
//
//   npm install --prefix FOLDER @cloud-copilot/iam-simulate@0.1.173
//   node oracle.mjs [FOLDER] < requests.jsonl > oracle.jsonl
//
// Without FOLDER the package is looked for where node does, and in the folders of NODE_PATH. It is
// AGPL-3.0 and runs in this process only: nothing else is linked with it, and no part of it is kept.

import { createRequire } from 'node:module'
import path from 'node:path'
import readline from 'node:readline'
import { pathToFileURL } from 'node:url'

const PACKAGE = '@cloud-copilot/iam-simulate'
const ACCOUNT = '123456789012'
const PRINCIPAL = `arn:aws:iam::${ACCOUNT}:role/r`

async function load(folder) {
  const from = folder ? path.resolve(folder, 'x.js') : import.meta.url
  const entry = createRequire(from).resolve(PACKAGE)
  return import(pathToFileURL(entry).href)
}

function named(prefix, documents) {
  return documents.map((policy, index) => ({ name: `${prefix}-${index}`, policy }))
}

// Levels of an organization: a list of lists, or the documents of one level.
function levels(prefix, value = []) {
  const all = value.length > 0 && !Array.isArray(value[0]) ? [value] : value
  return all.map((documents, index) => ({
    orgIdentifier: `${prefix}-level-${index}`,
    policies: named(prefix, documents),
  }))
}

function simulation(line) {
  const out = {
    request: {
      principal: line.principal ?? PRINCIPAL,
      action: line.action,
      resource: { resource: line.resource, accountId: line.account ?? ACCOUNT },
      contextVariables: line.context ?? {},
    },
    identityPolicies: named('identity', line.policies ?? []),
    serviceControlPolicies: levels('scp', line.scp),
    resourceControlPolicies: levels('rcp', line.rcp),
  }
  if (line.boundary) out.permissionBoundaryPolicies = named('boundary', line.boundary)
  if (line.session) out.sessionPolicy = line.session
  if (line.resourcePolicy) out.resourcePolicy = line.resourcePolicy
  return out
}

async function answer(runSimulation, line) {
  try {
    const result = await runSimulation(simulation(line), {})
    if (result.resultType === 'error') {
      return { id: line.id, answer: 'error', why: result.errors?.message ?? result.errors }
    }
    const results = result.results ?? [result.result]
    const ignored = [...new Set(results.flatMap((one) => one.ignoredContextKeys))]
    return { id: line.id, answer: result.overallResult, ...(ignored.length > 0 ? { ignored } : {}) }
  } catch (error) {
    return { id: line.id, answer: 'error', why: String(error) }
  }
}

const { runSimulation } = await load(process.argv[2])
for await (const text of readline.createInterface({ input: process.stdin })) {
  if (text.trim() === '') continue
  process.stdout.write(`${JSON.stringify(await answer(runSimulation, JSON.parse(text)))}\n`)
}
