package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// subcommand is one word after alcove.
type subcommand struct {
	name string
	does string
	run  func(ctx context.Context, args []string, out, log io.Writer) error
}

func subcommands() []subcommand {
	return []subcommand{
		{"serve", "run the server (the default)", serve},
		{"group", "make, change or list groups", groupCommand},
		{"person", "add or list the people of a group", personCommand},
		{"link", "make a new personal link for somebody; the old one ends", linkCommand},
		{"token", "mint a join token for somebody", tokenCommand},
		{"remove", "end somebody's membership at once", removeCommand},
		{"healthcheck", "say whether a server on this machine answers", healthcheckCommand},
		{"bots", "fill a group with members made of tone and colour", botsCommand},
		{"loadtest", "fill rooms with a load and measure what it costs", loadtestCommand},
	}
}

// run carries out one command line. Without a word it serves.
func run(ctx context.Context, args []string, out, log io.Writer) error {
	name := "serve"
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		name, args = args[0], args[1:]
	}
	for _, c := range subcommands() {
		if c.name != name {
			continue
		}
		err := c.run(ctx, args, out, log)
		if errors.Is(err, flag.ErrHelp) {
			return nil // the usage has been printed
		}
		return err
	}
	usage(out)
	if name == "help" {
		return nil
	}
	return fmt.Errorf("no command %q", name)
}

func usage(out io.Writer) {
	_, _ = fmt.Fprintln(out, "usage: alcove [command] [flags]   (alcove command -h tells its flags)")
	for _, c := range subcommands() {
		_, _ = fmt.Fprintf(out, "  %-11s %s\n", c.name, c.does)
	}
}
