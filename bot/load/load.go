package load

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"alcove/signaling/protocol"
)

const (
	// fillTime is how long a room may take to fill. A server lets some five people a second in from one address, so many
	// rooms take their time.
	fillTime = 5 * time.Minute
	// joinTime is how long one person may take from the waiting room to the first packet.
	joinTime = 20 * time.Second
	// settleTime is how long all streams may take to reach everybody before it is measured anyway.
	settleTime = 10 * time.Second
	// calmTime then passes before the measurement: what a join costs is no packet's cost.
	calmTime = time.Second
	// leaveTime is how long the end of the sessions may take.
	leaveTime = 5 * time.Second
)

// Room is a room to fill: a token for each of its people, staff first.
type Room struct {
	Page   string // base URL
	Tokens []string
}

// Usage is what a server's process has used so far.
type Usage struct {
	CPU    time.Duration
	Memory uint64 // resident, in bytes
}

// Config says what to do.
type Config struct {
	Rooms    []Room
	Layers   int           // of each picture: 1, or the 3 of a simulcast
	Duration time.Duration // of the measurement, after everybody has joined
	// Usage asks the server.
	Usage func(context.Context) (Usage, error)
}

// Run fills the rooms, measures, and empties them. The result holds what was measured also if some could not join,
// which the error then says; it is nil if there is nothing to tell.
func Run(ctx context.Context, c Config) (*Result, error) {
	before, err := c.Usage(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask the server: %w", err)
	}
	people, failed := c.fill(ctx)
	defer leave(ctx, people)
	joined := 0
	for _, p := range people {
		if p.joined {
			joined++
		}
	}
	if joined == 0 || ctx.Err() != nil {
		return nil, errors.Join(errors.New("nobody could join"), failed, ctx.Err())
	}
	settle(ctx, c.Rooms, people)
	w, err := c.watched(ctx, people)
	if err != nil {
		return nil, errors.Join(err, failed)
	}
	w.before = before
	r := w.result(people)
	for _, room := range c.Rooms {
		r.Participants += len(room.Tokens)
	}
	if r.Joined < r.Participants {
		failed = errors.Join(fmt.Errorf("%d of %d joined", r.Joined, r.Participants), failed)
	}
	return r, failed
}

// fill fills all rooms at the same time, each one person after the other.
func (c Config) fill(ctx context.Context) ([]*participant, error) {
	ctx, cancel := context.WithTimeout(ctx, fillTime)
	defer cancel()
	people, errs := make([][]*participant, len(c.Rooms)), make([]error, len(c.Rooms))
	var filling sync.WaitGroup
	for i, r := range c.Rooms {
		filling.Go(func() { people[i], errs[i] = r.fill(ctx, c.Layers) })
	}
	filling.Wait()
	return slices.Concat(people...), errors.Join(errs...)
}

// fill lets everybody in. Who can't come in is left out; without staff nobody comes.
func (r Room) fill(ctx context.Context, layers int) (people []*participant, err error) {
	staff, err := arrive(ctx, r.Page, r.Tokens[0], layers)
	if err != nil {
		return nil, fmt.Errorf("the therapist: %w", err)
	}
	people = append(people, staff)
	joining, cancel := context.WithTimeout(ctx, joinTime)
	defer cancel()
	if _, err := staff.sit(joining); err != nil {
		return people, fmt.Errorf("the therapist: %w", err)
	}
	staff.socket.settle()
	if err := staff.bot.Do(joining, protocol.SessionStart{Open: true}); err != nil {
		return people, fmt.Errorf("start the session: %w", err)
	}
	var failed error
	for i, token := range r.Tokens[1:] {
		p, err := r.admit(ctx, staff, token, layers)
		if p != nil {
			people = append(people, p)
		}
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("client %d: %w", i+1, err))
		}
	}
	return people, failed
}

// admit lets one client come in, wait, be let in by staff, and receive.
func (r Room) admit(ctx context.Context, staff *participant, token string, layers int) (*participant, error) {
	p, err := arrive(ctx, r.Page, token, layers)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, joinTime)
	defer cancel()
	waiting := 0
	if _, err := staff.bot.Await(ctx, func(v protocol.View) bool {
		if v.Staff == nil {
			return false
		}
		for _, w := range v.Staff.Waiting {
			if w.Ready {
				waiting = w.Waiting
			}
		}
		return waiting != 0
	}); err != nil {
		return p, fmt.Errorf("await the waiting room: %w", err)
	}
	if err := staff.bot.Do(ctx, protocol.LobbyAdmit{Waiting: waiting}); err != nil {
		return p, fmt.Errorf("admit: %w", err)
	}
	seated, err := p.sit(ctx)
	if err == nil {
		err = p.hear(ctx, seated)
	}
	p.socket.settle()
	return p, err
}

// settle waits until everybody receives a sound and a picture from everybody else, or for settleTime.
func settle(ctx context.Context, rooms []Room, people []*participant) {
	want := 0
	for _, r := range rooms {
		want += 2 * len(r.Tokens) * (len(r.Tokens) - 1)
	}
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	_ = poll(ctx, func() bool { // if it never comes, the figures say so
		var all counts
		for _, p := range people {
			c, _ := p.meter.read()
			all = all.plus(c)
		}
		return all.streams >= want
	})
}

// watched measures while everybody shows pictures in several sizes, if there are any.
func (c Config) watched(ctx context.Context, people []*participant) (*window, error) {
	if c.Layers > 1 {
		watching, stop := context.WithCancel(ctx)
		var watcher sync.WaitGroup
		watcher.Go(func() { watch(watching, people) })
		defer watcher.Wait()
		defer stop()
	}
	return c.measure(ctx, people)
}

// measure watches everybody for the duration.
func (c Config) measure(ctx context.Context, people []*participant) (*window, error) {
	if err := pause(ctx, calmTime); err != nil {
		return nil, err
	}
	w := &window{}
	var err error
	if w.begin, err = c.Usage(ctx); err != nil {
		return nil, fmt.Errorf("ask the server: %w", err)
	}
	began, own := time.Now(), ownCPU()
	var from, to counts
	for _, p := range people {
		from = from.plus(p.meter.restart())
	}
	if err := pause(ctx, c.Duration); err != nil {
		return nil, err
	}
	for _, p := range people {
		now, delays := p.meter.read()
		to = to.plus(now)
		w.delays = append(w.delays, delays...)
	}
	w.lasted, w.own, w.counts = time.Since(began), ownCPU()-own, to.minus(from)
	if w.end, err = c.Usage(ctx); err != nil {
		return nil, fmt.Errorf("ask the server: %w", err)
	}
	return w, nil
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// leave ends the sessions, so that no room waits for its staff, and then all visits at once. It goes on when ctx has
// ended, for as long as a server that answers may take.
func leave(ctx context.Context, people []*participant) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveTime)
	defer cancel()
	var leaving sync.WaitGroup
	for _, p := range people {
		if p.bot.View().Staff != nil {
			leaving.Go(func() { _ = p.bot.Do(ctx, protocol.SessionEnd{}) }) // one that is refused ends by itself
		}
	}
	leaving.Wait()
	for _, p := range people {
		leaving.Go(p.close)
	}
	leaving.Wait()
}
