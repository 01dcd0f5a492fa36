package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"time"

	"alcove/bot"
	"alcove/bot/load"
)

// The largest group has 24 clients; one therapist is there beside them.
const (
	mostClients      = 24
	mostRooms        = 1000
	shortestLoadTest = time.Second
)

// loadPlan is what alcove loadtest was asked for.
type loadPlan struct {
	rooms, size, layers int
	duration            time.Duration
	self, json          bool
}

// loadtestCommand fills rooms of its own, measures how the server bears it, and empties them again.
func loadtestCommand(ctx context.Context, args []string, out, log io.Writer) error {
	plan, client, err := readLoadPlan(args, log)
	if err != nil {
		return err
	}
	if plan.self {
		child, err := startChild(ctx, log)
		if err != nil {
			return err
		}
		defer child.stop()
		client = &adminClient{address: child.admin}
	}
	rooms, remove, err := plan.makeRooms(ctx, client)
	defer remove()
	if err != nil {
		return err
	}
	result, err := load.Run(ctx, load.Config{
		Rooms: rooms, Layers: plan.layers, Duration: plan.duration, Usage: client.usage,
	})
	if result != nil {
		err = errors.Join(plan.print(out, result), err)
	}
	return err
}

// readLoadPlan reads the flags.
func readLoadPlan(args []string, log io.Writer) (loadPlan, *adminClient, error) {
	flags, client := commandFlags("loadtest", log)
	var p loadPlan
	flags.IntVar(&p.rooms, "rooms", 1, "how many rooms are filled")
	flags.IntVar(&p.size, "size", 12, "how many people come into each: a therapist and clients")
	flags.IntVar(&p.layers, "layers", 1, "layers of each picture: 1, of some 500 kbit/s, or 3, of some 150, 500 and 1500,\nof which everybody shows one person's large, each for 4 s, and all others small")
	flags.DurationVar(&p.duration, "duration", 30*time.Second, "how long it is measured, once everybody is there")
	flags.BoolVar(&p.self, "self", false, "start a server for the test, which ends with it, instead of asking one at --admin")
	flags.BoolVar(&p.json, "json", false, "print the figures as JSON")
	if err := parseCommand(flags, args); err != nil {
		return p, nil, err
	}
	admin := false
	flags.Visit(func(f *flag.Flag) { admin = admin || f.Name == "admin" })
	return p, client, p.check(admin)
}

func (p loadPlan) check(admin bool) error {
	switch {
	case p.rooms < 1 || p.rooms > mostRooms:
		return fmt.Errorf("--rooms %d: want 1 to %d", p.rooms, mostRooms)
	case p.size < 2 || p.size > mostClients+1:
		return fmt.Errorf("--size %d: want 2 to %d people, a therapist and clients", p.size, mostClients+1)
	case p.layers != 1 && p.layers != bot.MostLayers:
		return fmt.Errorf("--layers %d: want 1 or %d", p.layers, bot.MostLayers)
	case p.duration < shortestLoadTest:
		return fmt.Errorf("--duration %s: want at least %s", p.duration, shortestLoadTest)
	case p.self && admin:
		return errors.New("--self starts a server of its own, so it has no use for --admin")
	}
	return nil
}

func (p loadPlan) print(out io.Writer, r *load.Result) error {
	if p.json {
		return json.NewEncoder(out).Encode(r)
	}
	return r.Print(out)
}

// makeRooms makes a group for each room and tokens for its people. Remove, which is never nil, ends their memberships;
// the groups themselves stay, as every group does.
func (p loadPlan) makeRooms(ctx context.Context, client *adminClient) (rooms []load.Room, remove func(), err error) {
	var made []string // paths of people
	remove = func() {
		ctx := context.WithoutCancel(ctx)
		for _, path := range made {
			_ = client.call(ctx, http.MethodDelete, path, nil, nil) // a server that is gone has no members
		}
	}
	for n := range p.rooms {
		var group groupRecord
		record := groupRecord{Name: fmt.Sprintf("Load test %d", n+1), ClientMax: max(p.size-1, 2), Zone: "UTC"}
		if err := client.call(ctx, http.MethodPost, "/admin/groups", record, &group); err != nil {
			return nil, remove, err
		}
		one := load.Room{}
		for i := range p.size {
			person := personRecord{Name: fmt.Sprintf("Load %d", i+1), Role: "client"}
			if i == 0 {
				person.Role = "therapist"
			}
			var link linkRecord
			if err := client.call(ctx, http.MethodPost, groupURL(group.ID, "people"), person, &link); err != nil {
				return nil, remove, err
			}
			made = append(made, groupURL(group.ID, "people", link.Person))
			var token tokenRecord
			path := groupURL(group.ID, "people", link.Person, "token")
			if err := client.call(ctx, http.MethodPost, path, nil, &token); err != nil {
				return nil, remove, err
			}
			one.Page, one.Tokens = token.Page, append(one.Tokens, token.Token)
		}
		rooms = append(rooms, one)
	}
	return rooms, remove, nil
}
