package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"alcove/bot"
)

// botTalk is how long a bot of a demo talks at a time: each in turn, and one that is alone pauses as long.
const botTalk = 4 * time.Second

// botPlan is what alcove bots was asked for.
type botPlan struct {
	group  string
	count  int
	first  int // number of the first bot's colour and tone, from 1
	layers int // of each picture
	links  []string
}

// botsCommand lets members made of tone and colour come in and stay until they are stopped.
func botsCommand(ctx context.Context, args []string, out, log io.Writer) error {
	flags, client := commandFlags("bots", log)
	var plan botPlan
	flags.StringVar(&plan.group, "group", demoGroup, "the group's id")
	flags.IntVar(&plan.count, "count", 10, "how many clients come in; from the end of the alphabet")
	flags.IntVar(&plan.first, "first", 1, "the first bot's colour and tone, from 1; each next bot has the next one")
	flags.IntVar(&plan.layers, "layers", 1, "sizes in which each bot sends its picture, up to 3: a simulcast, as of browsers")
	flags.Func("link", "a personal link to come in by, instead of the admin address; may be repeated",
		func(s string) error { plan.links = append(plan.links, s); return nil })
	if err := parseCommand(flags, args); err != nil {
		return err
	}
	if err := plan.check(); err != nil {
		return err
	}
	configs, err := plan.configs(ctx, client)
	if err != nil {
		return err
	}
	logger := slog.New(slog.NewTextHandler(log, nil))
	pause := time.Duration(max(len(configs)-1, 1)) * botTalk
	bots := make([]*bot.Bot, 0, len(configs))
	var here sync.WaitGroup
	for i, c := range configs {
		work := (plan.first-1+i)%bot.Works + 1
		c.Colour, c.Tone = bot.Colour(work), bot.Tone(work)
		c.Speech = bot.Speech{Talk: botTalk, Pause: pause, After: time.Duration(i) * botTalk}
		c.Layers, c.AcceptInvites, c.Log = plan.layers, true, logger
		b, err := bot.Join(ctx, c)
		if err != nil {
			return fmt.Errorf("bot %d: %w", i+1, err)
		}
		bots = append(bots, b)
		here.Go(func() { stay(ctx, b) })
	}
	_, _ = fmt.Fprintf(out, "%d bots are in the waiting room; let them in from a therapist's page. Stop them with Ctrl-C.\n",
		len(configs))
	here.Wait()
	for i, b := range bots {
		_, _ = fmt.Fprintf(out, "bot %d received %s\n", i+1, tellReceived(b))
	}
	return nil
}

func (p botPlan) check() error {
	switch {
	case p.first < 1:
		return errors.New("--first: colours and tones are counted from 1")
	case p.layers < 1 || p.layers > bot.MostLayers:
		return fmt.Errorf("--layers %d: want 1 to %d", p.layers, bot.MostLayers)
	}
	return nil
}

// tellReceived says how much a bot has received of each kind, whoever it came from.
func tellReceived(b *bot.Bot) string {
	packets := func(kind string) uint64 { return b.Received(bot.Stream{Kind: kind}).Packets }
	return fmt.Sprintf("%d packets of sound, %d of pictures, %d of a shared screen, %d of its sound",
		packets("audio"), packets("video"), packets("screen"), packets("screen-audio"))
}

// stay keeps a bot until ctx or its visit ends.
func stay(ctx context.Context, b *bot.Bot) {
	select {
	case <-ctx.Done():
		goodbye, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
		defer cancel()
		_ = b.Leave(goodbye)
	case <-b.Done():
		_ = b.Close()
	}
}

// configs says who comes in: the bearers of the links, or clients of the group by tokens of the admin address.
func (p botPlan) configs(ctx context.Context, client *adminClient) ([]bot.Config, error) {
	var list []bot.Config
	for _, link := range p.links {
		u, err := url.Parse(link)
		if err != nil || u.Host == "" || u.Fragment == "" {
			return nil, errors.New("--link: want a personal link as it was printed")
		}
		list = append(list, bot.Config{BaseURL: u.Scheme + "://" + u.Host, Link: link})
	}
	if len(list) > 0 {
		return list, nil
	}
	var people []personRecord
	if err := client.call(ctx, http.MethodGet, groupURL(p.group, "people"), nil, &people); err != nil {
		return nil, err
	}
	slices.SortFunc(people, func(a, b personRecord) int { return strings.Compare(b.Name, a.Name) })
	for _, person := range people {
		if person.Role != "client" || len(list) == p.count {
			continue
		}
		var token tokenRecord
		path := groupURL(p.group, "people", person.Person, "token")
		if err := client.call(ctx, http.MethodPost, path, nil, &token); err != nil {
			return nil, err
		}
		list = append(list, bot.Config{BaseURL: strings.TrimSuffix(token.Page, "/"), Token: token.Token})
	}
	if len(list) < p.count {
		return nil, fmt.Errorf("the group has only %d clients", len(list))
	}
	return list, nil
}
