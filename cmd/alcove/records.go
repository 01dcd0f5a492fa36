package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"text/tabwriter"
	"time"

	"alcove/room"
)

// errWord is returned when a command lacks its second word.
var errWord = errors.New("want a word after the command: add, set or list")

func secondWord(args []string) (string, []string, error) {
	if len(args) == 0 {
		return "", nil, errWord
	}
	return args[0], args[1:], nil
}

// required refuses an empty value of a flag that a command can't do without.
func required(values map[string]string) error {
	for name, value := range values {
		if value == "" {
			return fmt.Errorf("--%s is needed", name)
		}
	}
	return nil
}

func groupFlags(flags *flag.FlagSet, g *groupRecord) {
	flags.StringVar(&g.Name, "name", "", "name, for staff only")
	flags.StringVar(&g.HostName, "host-name", "", "whom the waiting room may mention")
	flags.IntVar(&g.ClientMax, "client-max", 12, "how many clients may sit in the circle, 2 to 24")
	flags.BoolVar(&g.Observers, "observers", false, "the group may be asked about observers; each time everybody in it has to agree")
	flags.StringVar(&g.Zone, "zone", "UTC", "IANA time zone in which the group's day begins")
	flags.StringVar(&g.Crisis, "crisis", "", "whom to call in danger, instead of the page's own words (911, 988, SAMHSA)")
	flags.StringVar(&g.Template, "template", string(room.TemplateProcess),
		"how its sessions are led: psychoeducation, skills, process, support or family")
	flags.IntVar(&g.Minutes, "minutes", int(room.DefaultLength/time.Minute), "how long its sessions are planned to take, 15 to 240")
	flags.StringVar(&g.Practice, "practice", "", "the issuer whose portal may send people here, as named by serve --issuer")
}

func groupCommand(ctx context.Context, args []string, out, log io.Writer) error {
	word, args, err := secondWord(args)
	if err != nil {
		return err
	}
	flags, client := commandFlags("group "+word, log)
	var g groupRecord
	var id string
	if word == "set" {
		flags.StringVar(&id, "group", "", "the group's id")
	}
	if word != "list" {
		groupFlags(flags, &g)
	}
	if err := parseCommand(flags, args); err != nil {
		return err
	}
	switch word {
	case "add":
		if err := client.call(ctx, http.MethodPost, "/admin/groups", g, &g); err != nil {
			return err
		}
		_, err := fmt.Fprintln(out, g.ID)
		return err
	case "set":
		if err := required(map[string]string{"group": id, "name": g.Name}); err != nil {
			return err
		}
		return client.call(ctx, http.MethodPut, groupURL(id), g, nil)
	case "list":
		return listGroups(ctx, client, out)
	}
	return errWord
}

func listGroups(ctx context.Context, client *adminClient, out io.Writer) error {
	var groups []groupRecord
	if err := client.call(ctx, http.MethodGet, "/admin/groups", nil, &groups); err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, g := range groups {
		_, _ = fmt.Fprintf(table, "%s\t%s\tup to %d clients\t%s\t%s\t%d min\n", g.ID, g.Name, g.ClientMax, g.Zone, g.Template, g.Minutes)
	}
	return table.Flush()
}

func personCommand(ctx context.Context, args []string, out, log io.Writer) error {
	word, args, err := secondWord(args)
	if err != nil {
		return err
	}
	flags, client := commandFlags("person "+word, log)
	group := flags.String("group", "", "the group's id")
	var p personRecord
	if word == "add" {
		flags.StringVar(&p.Name, "name", "", "name as on the roster")
		flags.StringVar(&p.Alias, "alias", "", "what the circle calls them, if not the first name")
		flags.StringVar(&p.Role, "role", "client", "therapist, co-therapist, client, observer, interpreter, ...")
		flags.StringVar(&p.Person, "person", "", "id of somebody who is a member already, to change them")
	}
	if err := parseCommand(flags, args); err != nil {
		return err
	}
	if err := required(map[string]string{"group": *group}); err != nil {
		return err
	}
	switch word {
	case "add":
		var link linkRecord
		if err := client.call(ctx, http.MethodPost, groupURL(*group, "people"), p, &link); err != nil {
			return err
		}
		_, err := fmt.Fprintf(out, "%s\n%s\n", link.Person, link.Link)
		return err
	case "list":
		return listPeople(ctx, client, *group, out)
	}
	return errWord
}

func listPeople(ctx context.Context, client *adminClient, group string, out io.Writer) error {
	var people []personRecord
	if err := client.call(ctx, http.MethodGet, groupURL(group, "people"), nil, &people); err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, p := range people {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", p.Person, p.Name, p.Alias, p.Role)
	}
	return table.Flush()
}

// onePerson reads the flags of a command that is about one member.
func onePerson(name string, args []string, log io.Writer) (*adminClient, string, string, error) {
	flags, client := commandFlags(name, log)
	group := flags.String("group", "", "the group's id")
	person := flags.String("person", "", "the person's id")
	if err := parseCommand(flags, args); err != nil {
		return nil, "", "", err
	}
	return client, *group, *person, required(map[string]string{"group": *group, "person": *person})
}

func linkCommand(ctx context.Context, args []string, out, log io.Writer) error {
	client, group, person, err := onePerson("link", args, log)
	if err != nil {
		return err
	}
	var link linkRecord
	if err := client.call(ctx, http.MethodPost, groupURL(group, "people", person, "link"), nil, &link); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, link.Link)
	return err
}

func tokenCommand(ctx context.Context, args []string, out, log io.Writer) error {
	client, group, person, err := onePerson("token", args, log)
	if err != nil {
		return err
	}
	var token tokenRecord
	if err := client.call(ctx, http.MethodPost, groupURL(group, "people", person, "token"), nil, &token); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, token.Token)
	return err
}

func removeCommand(ctx context.Context, args []string, _, log io.Writer) error {
	client, group, person, err := onePerson("remove", args, log)
	if err != nil {
		return err
	}
	return client.call(ctx, http.MethodDelete, groupURL(group, "people", person), nil, nil)
}
