package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
)

// demoPeople are invented.
var demoPeople = []personRecord{
	{Name: "Dana Whitfield", Role: "therapist"},
	{Name: "Marcus Bell", Role: "co-therapist"},
	{Name: "Ana Ramirez", Role: "client"},
	{Name: "Sam Okafor", Role: "client"},
	{Name: "Mei Tanaka", Role: "client"},
	{Name: "Ravi Menon", Role: "client"},
	{Name: "Grace Lindqvist", Role: "client"},
	{Name: "Luis Herrera", Role: "client"},
	{Name: "Noor Haddad", Role: "client"},
	{Name: "Tom Brennan", Role: "client"},
	{Name: "Priya Nair", Role: "client"},
	{Name: "Walter Fields", Role: "client"},
	{Name: "Joy Mbeki", Role: "client"},
	{Name: "Kofi Asante", Role: "client"},
}

// greet says where everything is. Without Redis it also makes the demo group and prints its links.
func (s *server) greet(ctx context.Context, out io.Writer) error {
	_, _ = fmt.Fprintf(out, "Alcove\n  page   %s\n  admin  http://%s (metrics, pprof, commands)\n  media  UDP %s\n",
		s.config.publicURL, s.config.admin, s.sfu.Addr())
	if !s.store.Ephemeral() {
		return nil
	}
	_, _ = fmt.Fprint(out, "\nNo --redis-url: nothing is kept. Groups, links and rooms are gone when this process ends.\n")
	return s.makeDemo(ctx, out)
}

func (s *server) makeDemo(ctx context.Context, out io.Writer) error {
	a := s.admin()
	group, err := a.putGroup(ctx, groupRecord{
		ID: demoGroup, Name: "Demo group", HostName: "Dana", ClientMax: 12, Zone: "UTC",
	})
	if err != nil {
		return fmt.Errorf("make the demo group: %w", err)
	}
	_, _ = fmt.Fprintf(out, "\nDemo group %s. One personal link each; open Dana's first, then let others in.\n"+
		"A therapist's link belongs to the one browser that opens it first; the others open anywhere.\n\n", group.Body.ID)
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, p := range demoPeople {
		link, err := a.addPerson(ctx, demoGroup, p)
		if err != nil {
			return fmt.Errorf("make the demo group: %w", err)
		}
		_, _ = fmt.Fprintf(table, "  %s\t%s\t%s\n", p.Role, p.Name, link.Body.Link)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err = fmt.Fprint(out, "\nFill the circle:  go run ./cmd/alcove bots --count 10   (which leaves Ana and Grace for you)\n\n")
	return err
}

// demoGroup is the one group id that isn't random, so that alcove bots finds it.
const demoGroup = "demo"
