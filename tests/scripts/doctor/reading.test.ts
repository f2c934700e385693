import { describe, expect, it } from 'vitest'
import { refusalOf } from '@/scripts/doctor/checks/addresses'
import { underConditions } from '@/scripts/doctor/conditions'
import { parseEnvFile, publishedEnv } from '@/scripts/doctor/env-file'
import { parseJsonFile } from '@/scripts/doctor/json-file'
import { resolveImport, specifiersIn } from '@/scripts/doctor/reachable'
import { halvesOf } from '@/scripts/doctor/sfc'
import { withoutComments } from '@/scripts/doctor/text-file'

describe('settings', () => {
  it('are read as Vite reads them', () => {
    const text = '# a\nA=1\n export B = "two # words" # c\nC=three # words\nD=\nnothing\nE=\'\'\n'
    expect(parseEnvFile({ file: '.env', text }).map(({ name, value, place }) => [name, value, place.line])).toEqual([['A', '1', 2], ['B', 'two # words', 3], ['C', 'three', 4], ['D', '', 5], ['E', '', 7]])
  })

  it('of a published build come from the files for everybody and for production, the latter first', () => {
    const files = [{ file: '.env.production', text: 'A=production' }, { file: '.env', text: 'A=all\nB=all' }, { file: '.env.development', text: 'B=development' }, { file: 'env/.env.local', text: 'B=local' }]
    expect(publishedEnv(files).map(({ name, value }) => [name, value])).toEqual([['A', 'production'], ['B', 'local']])
  })
})

describe('an address', () => {
  it.each(['https://shop.example', 'wss://shop.example/live', 'https://10.example.com', 'https://shop.example:8443', '', 'words'])('%j is not refused', address => expect(refusalOf(address)).toBeNull())
  it.each(['http://shop.example', 'ws://shop.example', 'https://203.0.113.7', 'https://localhost:8787', 'https://[::1]', 'https://shop.example:443', 'https://api.weixin.qq.com'])('%j is refused', address => expect(refusalOf(address)).toMatch(/\S/))
})

describe('jSON', () => {
  it('knows the line of a value, or of what is around it', () => {
    const { json } = parseJsonFile({ file: 'a.json', text: '{\n  // one\n  "a": {\n    "b": [\n      { "c": 1 }\n    ],\n  },\n}' }, { hasComments: true })
    expect(json?.value).toEqual({ a: { b: [{ c: 1 }] } })
    expect([json?.lineOf('a'), json?.lineOf('a', 'b', 0, 'c'), json?.lineOf('a', 'x'), json?.lineOf('x')]).toEqual([3, 5, 3, 1])
  })
})

describe('a source', () => {
  it('keeps its lines when comments go, and its strings', () => {
    expect(withoutComments('a /* b\n */ "// c" // d\n`https://e`')).toBe('a     \n    "// c"     \n`https://e`')
  })

  it('keeps its lines under conditions, of templates and of scripts', () => {
    const text = '<a/>\n<!-- #ifdef H5 -->\n<b/>\n<!-- #endif -->\n// #ifdef MINE\nc\n// #endif'
    expect(underConditions(text, { MINE: true }, ['html', 'js']).split('\n').map(line => line.trim())).toEqual(['<a/>', '', '', '', '', 'c', ''])
  })

  it('is split into what draws and what runs, each on its lines', () => {
    const { template, script } = halvesOf({ file: 'a.vue', text: '<script>\none\n</script>\n<template>\n<view><!-- x --></view>\n</template>\n<script setup>\ntwo // y\n</script>\n<style>three</style>' })
    expect(template.text.split('\n').map(line => line.trim())).toEqual(['', '', '', '', '<view>          </view>', ''])
    expect(script.text.split('\n').map(line => line.trim())).toEqual(['', 'one', '', '', '', '', '', 'two', ''])
  })

  it('names what it imports, types excepted', () => {
    const text = 'import a from \'./a\'\nimport {\n  b,\n} from "./b"\nimport type { C } from \'./c\'\nimport \'./d.css\'\nexport * from \'./e\'\nconst f = () => import(\'./f\')\nexport const g = \'./g\'\nrequire("./h")'
    expect(specifiersIn(text)).toEqual(['./a', './b', './d.css', './e', './f', './h'])
  })

  it.each([
    ['./b', 'src/a/a.vue', 'src/a/b.ts'],
    ['@/c', 'src/a/a.vue', 'src/c/index.js'],
    ['../d.vue', 'src/a/a.vue', 'src/d.vue'],
    ['vue', 'src/a/a.vue', null],
    ['./away', 'src/a/a.vue', null],
  ])('finds %j from %j', (specifier, from, file) => {
    expect(resolveImport(specifier, from, 'src', one => ['src/a/b.ts', 'src/c/index.js', 'src/d.vue'].includes(one))).toBe(file)
  })
})
