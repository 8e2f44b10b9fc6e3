'use strict'
// Pages include compiled sources from outside of the Antora module, and partials by their path, so that AsciiDoc alone renders
// them too. Antora includes only what is in its catalog: the files are put there, and the lines say where.
const fs = require('fs')
const path = require('path')

module.exports.register = function () {
  this.once('contentClassified', ({ playbook, contentCatalog }) => {
    const examples = path.join(playbook.dir, '../examples')
    const root = path.dirname(examples)
    const added = new Set()
    contentCatalog.getPages().forEach((page) => {
      const text = page.contents.toString()
        .replace(/^include::\.\.\/partials\//gm, 'include::partial$')
        .replace(/^include::\{examplesdir\}\/([^[]+)\[/gm, (line, file) => {
          const { component, version, module } = page.src
          const relative = path.relative(root, path.join(examples, file)).split(path.sep).join('/')
          if (!added.has(relative)) {
            added.add(relative)
            contentCatalog.addFile({
              contents: fs.readFileSync(path.join(root, relative)),
              path: `modules/${module}/examples/${relative}`,
              src: { component, version, module, family: 'example', relative },
            })
          }
          return `include::example$${relative}[`
        })
      page.contents = Buffer.from(text)
    })
  })
}
