package main

import (
	"os"
	"strings"
	"testing"
)

func TestTheNoticesNameEverythingWeShip(t *testing.T) {
	const root = "../.."
	notices, err := os.ReadFile(root + "/THIRD_PARTY_NOTICES.md")
	if err != nil {
		t.Fatal(err)
	}
	page, err := lockedPackages(root)
	if err != nil {
		t.Fatal(err)
	}
	server, err := linkedModules(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, lib := range append(page, server...) {
		if !strings.Contains(string(notices), "- "+lib.name+" "+lib.version+" (") {
			t.Errorf("%s %s is not in the notices: run make generate", lib.name, lib.version)
		}
	}
}

func TestLicencesAreRecognised(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"by the first words of the MIT licence":      {"Permission is hereby granted,\nfree of charge, to any", "MIT"},
		"by the title of the Apache licence":         {"Apache License\n   Version 2.0, January 2004", "Apache-2.0"},
		"three clauses by the one about endorsement": {"Redistributions of source code must retain\nNeither the name of X", "BSD-3-Clause"},
		"two clauses by its absence":                 {"Redistributions of source code must retain", "BSD-2-Clause"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got, err := kindOf(test.text); err != nil || got != test.want {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
	if kind, err := kindOf("All rights reserved."); err == nil {
		t.Errorf("a text without a known licence passed as %s", kind)
	}
}
