// Package web carries the page that npm run build makes, so that the server is one file.
package web

import (
	"embed"
	"io/fs"
)

// dist always holds a placeholder, so that Go code builds before the page does.
//
//go:embed all:dist
var dist embed.FS

// FS is the built page: index.html and assets/ at its root. Before the first build it holds neither.
func FS() fs.FS {
	page, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a valid path
	}
	return page
}
