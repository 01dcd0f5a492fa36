package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// pagePackages lists the npm packages that the page ships: those that a build takes code from, and those that the page
// itself asks for, since fonts leave no trace in a build.
func pagePackages(root string) ([]library, error) {
	web := filepath.Join(root, "web")
	lock, err := readLock(web)
	if err != nil {
		return nil, err
	}
	folders, err := bundledFolders(web)
	if err != nil {
		return nil, err
	}
	for name := range lock.Packages[""].Dependencies {
		folders = append(folders, "node_modules/"+name)
	}
	slices.Sort(folders)
	var libraries []library
	for _, folder := range slices.Compact(folders) {
		p, ok := lock.Packages[folder]
		if !ok {
			return nil, fmt.Errorf("%s is not in the lock file", folder)
		}
		text, err := licenseIn(filepath.Join(web, folder))
		if err != nil {
			// Some packages only name their licence; the repository that they share with others has the text.
			text = p.License + ", as named by the package itself."
		}
		libraries = append(libraries, library{nameOf(folder), p.Version, p.License, text})
	}
	return libraries, nil
}

// lockFile is what we read of package-lock.json. The page itself is the package without a folder.
type lockFile struct {
	Packages map[string]struct {
		Version, License string
		Dependencies     map[string]string
	}
}

func readLock(web string) (lock lockFile, err error) {
	raw, err := os.ReadFile(filepath.Join(web, "package-lock.json"))
	if err != nil {
		return lock, err
	}
	if err := json.Unmarshal(raw, &lock); err != nil {
		return lock, fmt.Errorf("package-lock.json: %w", err)
	}
	return lock, nil
}

// bundledFolders builds the page aside and asks its source maps which packages they lead to.
func bundledFolders(web string) ([]string, error) {
	aside, err := os.MkdirTemp("", "page")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(aside) }()
	build := exec.CommandContext(context.Background(),
		"node", "node_modules/vite/bin/vite.js", "build", "--sourcemap", "--emptyOutDir", "--outDir", aside)
	build.Dir, build.Stdout, build.Stderr = web, os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		return nil, fmt.Errorf("build the page: %w", err)
	}
	maps, err := filepath.Glob(filepath.Join(aside, "assets", "*.map"))
	if err != nil || len(maps) == 0 {
		return nil, errors.Join(err, errors.New("the build has no source maps"))
	}
	var folders []string
	for _, name := range maps {
		raw, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var m struct{ Sources []string }
		if err := json.Unmarshal(raw, &m); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, source := range m.Sources {
			if folder := folderOf(source); folder != "" {
				folders = append(folders, folder)
			}
		}
	}
	return folders, nil
}

// folderOf is where the package of a source file is installed, or "" for a source of ours:
// ../../node_modules/a/node_modules/@b/c/d/e.js is in node_modules/a/node_modules/@b/c.
func folderOf(source string) string {
	const modules = "node_modules/"
	first, last := strings.Index(source, modules), strings.LastIndex(source, modules)
	if first < 0 {
		return ""
	}
	parts := strings.Split(source[last+len(modules):], "/")
	n := 1
	if strings.HasPrefix(parts[0], "@") {
		n = 2
	}
	return source[first:last] + modules + strings.Join(parts[:min(n, len(parts))], "/")
}

// nameOf is a package's name, given where it is installed.
func nameOf(folder string) string {
	return folder[strings.LastIndex(folder, "node_modules/")+len("node_modules/"):]
}

// serverModules lists the Go modules that are linked into the server, and Go itself.
func serverModules(root string) ([]library, error) {
	libraries, err := linkedModules(root)
	if err != nil {
		return nil, err
	}
	goroot, err := goTool(root, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	version, err := goTool(root, "list", "-m", "-f", "{{.GoVersion}}")
	if err != nil {
		return nil, err
	}
	libraries = append(libraries, library{
		name: "the Go standard library", version: strings.TrimSpace(string(version)), text: strings.TrimSpace(string(goroot)),
	})
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

func goTool(root string, arguments ...string) ([]byte, error) {
	tool := exec.CommandContext(context.Background(), "go", arguments...)
	tool.Dir, tool.Stderr = root, os.Stderr
	out, err := tool.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w", arguments[0], err)
	}
	return out, nil
}

// linkedModules returns the modules of the server; text holds the folder of their source.
func linkedModules(root string) ([]library, error) {
	raw, err := goTool(root, "list", "-deps", "-json=Module", "./cmd/alcove")
	if err != nil {
		return nil, err
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
