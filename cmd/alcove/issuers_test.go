package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestIssuersAreReadFromFlagsTheEnvironmentOrAFile(t *testing.T) {
	const river, hill = "riverside=https://portal.example/jwks.json", "hillside=https://hillside.example/keys"
	file := filepath.Join(t.TempDir(), "alcove.conf")
	if err := os.WriteFile(file, []byte("issuer "+river+"\nissuer "+hill+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		args        []string
		environment string
		want        string // practices in their order, or a part of the error after "!"
	}{
		"none":                        {nil, "", ""},
		"flags":                       {[]string{"--issuer", river, "--issuer=" + hill}, "", "riverside hillside"},
		"the environment":             {nil, river, "riverside"},
		"a file":                      {[]string{"--config", file}, "", "riverside hillside"},
		"a flag before all others":    {[]string{"--issuer", hill, "--config", file}, river, "hillside"},
		"the same practice twice":     {[]string{"--issuer", river, "--issuer", river}, "", "!named twice"},
		"keys that come in the clear": {[]string{"--issuer", "riverside=http://portal.example/k"}, "", "!https://"},
	} {
		t.Run(name, func(t *testing.T) {
			if row.environment != "" {
				t.Setenv("ALCOVE_ISSUER", row.environment)
			}
			c, err := readConfig(row.args, io.Discard)
			if fault, bad := strings.CutPrefix(row.want, "!"); bad {
				if err == nil || !strings.Contains(err.Error(), fault) {
					t.Errorf("got %v", err)
				}
				return
			}
			var practices []string
			for _, i := range c.issuers {
				practices = append(practices, i.Practice())
			}
			if got := strings.Join(practices, " "); err != nil || got != row.want {
				t.Errorf("got %q %v", got, err)
			}
		})
	}
}
