package main

import (
	"io"
	"strings"
	"testing"
)

func TestBotsThatCanNotBeMeantAreRefused(t *testing.T) {
	for name, row := range map[string]struct{ args, want string }{
		"no colour":              {"--first 0", "--first"},
		"no picture":             {"--layers 0", "--layers 0: want 1 to 3"},
		"more sizes than exist":  {"--layers 4", "--layers 4: want 1 to 3"},
		"a link that leads away": {"--link nowhere", "--link: want a personal link"},
	} {
		t.Run(name, func(t *testing.T) {
			err := run(t.Context(), append([]string{"bots"}, strings.Fields(row.args)...), io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v, want an error about %q", err, row.want)
			}
		})
	}
}
