package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/peterbourgon/ff/v3"
)

// adminTimeout is how long a command waits for the server.
const adminTimeout = 10 * time.Second

// adminClient talks to a running server's admin address.
type adminClient struct{ address string }

// commandFlags makes the flags that every administration command has.
func commandFlags(name string, out io.Writer) (*flag.FlagSet, *adminClient) {
	flags := flag.NewFlagSet("alcove "+name, flag.ContinueOnError)
	flags.SetOutput(out)
	client := &adminClient{}
	flags.StringVar(&client.address, "admin", "127.0.0.1:8081", "the server's admin address")
	return flags, client
}

func parseCommand(flags *flag.FlagSet, args []string) error {
	if err := ff.Parse(flags, args, ff.WithEnvVarPrefix("ALCOVE")); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return nil
}

// call sends a request and reads the answer into out, if that is not nil.
func (c *adminClient) call(ctx context.Context, method, path string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, adminTimeout)
	defer cancel()
	var sent io.Reader = http.NoBody
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://"+c.address+path, sent)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("is alcove serve running? %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode >= http.StatusBadRequest {
		return refusedBy(res)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(res.Body).Decode(out)
}

// refusedBy reads the server's own words for a refusal (RFC 9457).
func refusedBy(res *http.Response) error {
	var problem struct {
		Detail string `json:"detail"`
		Errors []struct {
			Message  string `json:"message"`
			Location string `json:"location"`
		} `json:"errors"`
	}
	if err := json.NewDecoder(res.Body).Decode(&problem); err != nil {
		return fmt.Errorf("the server answered %s", res.Status)
	}
	for _, e := range problem.Errors {
		problem.Detail += fmt.Sprintf("; %s: %s", e.Location, e.Message)
	}
	return fmt.Errorf("the server answered %d: %s", res.StatusCode, problem.Detail)
}

func groupURL(group string, more ...string) string {
	path := "/admin/groups/" + url.PathEscape(group)
	for _, m := range more {
		path += "/" + url.PathEscape(m)
	}
	return path
}
