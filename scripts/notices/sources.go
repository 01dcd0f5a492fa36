package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// pagePackages lists what the lock file says the page ships: every npm package that is not for development only.
func pagePackages(root string) ([]library, error) {
	listed, err := lockedPackages(root)
	if err != nil {
		return nil, err
	}
	for i, lib := range listed {
		text, err := licenseIn(filepath.Join(root, "web", lib.text))
		if err != nil {
			// Some packages only name their licence; the repository that they share with others has the text.
			text = lib.license + ", as named by the package itself."
		}
		listed[i].text = text
	}
	return listed, nil
}

// lockedPackages returns the packages of the page; text holds the folder that they are installed in.
func lockedPackages(root string) ([]library, error) {
	raw, err := os.ReadFile(filepath.Join(root, "web", "package-lock.json"))
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version  string
			License  string
			Dev      bool
			Optional bool
		}
	}
	if err := json.Unmarshal(raw, &lock); err != nil {
		return nil, fmt.Errorf("package-lock.json: %w", err)
	}
	var libraries []library
	for folder, p := range lock.Packages {
		if folder == "" || p.Dev || p.Optional || strings.HasPrefix(nameOf(folder), "@types/") {
			continue
		}
		libraries = append(libraries, library{nameOf(folder), p.Version, p.License, folder})
	}
	slices.SortFunc(libraries, byName)
	return slices.CompactFunc(libraries, func(a, b library) bool { return byName(a, b) == 0 }), nil
}

// nameOf is a package's name, given where it is installed: node_modules/a/node_modules/@b/c is @b/c.
func nameOf(folder string) string {
	_, name := filepath.Split(folder)
	if i := strings.LastIndex(folder, "node_modules/"); i >= 0 {
		name = folder[i+len("node_modules/"):]
	}
	return name
}

// serverModules lists the Go modules that are linked into the server, and Go itself.
func serverModules(root string) ([]library, error) {
	libraries, err := linkedModules(root)
	if err != nil {
		return nil, err
	}
	for i, lib := range libraries {
		if libraries[i].text, err = licenseIn(lib.text); err != nil {
			return nil, err
		}
		if libraries[i].license, err = kindOf(libraries[i].text); err != nil {
			return nil, fmt.Errorf("%s: %w", lib.name, err)
		}
	}
	return libraries, nil
}

// linkedModules returns the modules of the server; text holds the folder of their source.
func linkedModules(root string) ([]library, error) {
	list := exec.CommandContext(context.Background(), "go", "list", "-deps", "-json=Module", "./cmd/alcove")
	list.Dir, list.Stderr = root, os.Stderr
	raw, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var libraries []library
	for d := json.NewDecoder(strings.NewReader(string(raw))); ; {
		var pkg struct {
			Module *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		switch err := d.Decode(&pkg); {
		case err == io.EOF:
			slices.SortFunc(libraries, byName)
			return slices.CompactFunc(libraries, func(a, b library) bool { return byName(a, b) == 0 }), nil
		case err != nil:
			return nil, fmt.Errorf("go list: %w", err)
		case pkg.Module != nil && !pkg.Module.Main:
			libraries = append(libraries, library{name: pkg.Module.Path, version: pkg.Module.Version, text: pkg.Module.Dir})
		}
	}
}

func byName(a, b library) int {
	return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.version, b.version))
}
