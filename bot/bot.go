// Package bot is a participant written in Go: it comes in by a link, waits in the lobby, sits in the circle, and sends
// a tone and a picture of one colour that can be recognised at the other end. It fills demo rooms, takes part in
// tests, and, when told to, misbehaves as a hostile browser would.
//
// A bot looks at nothing but the wire, so that what it reports is what a browser of the same person would get.
package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/webrtc/v4"

	"alcove/signaling/protocol"
)

// Config says who a bot is and what it does by itself. The zero value of every field is the quiet choice.
type Config struct {
	// BaseURL is where the server's page is, such as http://127.0.0.1:8080.
	BaseURL string
	// Link is a personal link, whole or only its secret; it is exchanged for a token. Token is used instead if set, and
	// before both Ticket, which resumes another bot's visit.
	Link, Token, Ticket string

	Colour Colour // of the picture from its camera; zero: it has no camera
	Layers int    // in which the camera's picture is sent, up to MostLayers; 0 and 1: one, without simulcast
	Tone   Tone   // from its microphone; zero: it has no microphone
	Speech Speech // when the tone sounds; zero: always
	Feed   Feed   // what is sent from microphone and camera instead of a tone and a colour; nil: those

	// Screen is the picture that it shares, and ScreenTone its sound, from protocol.ScreenSet on; zero: nothing.
	Screen     Colour
	ScreenTone Tone

	Unready    bool // stays in the device check: never says that it is ready
	DevicesOff bool // enters with microphone and camera off; Do turns them on
	// AcceptInvites: it turns its microphone on when it is invited to speak, and steps aside with staff who ask.
	AcceptInvites bool
	NoResume      bool // does not come back when the line is lost
	KeepFrames    bool // keeps every frame that it receives, for Frames

	// Settings, if not nil, changes how each peer connection is set up. What then doesn't come out of its tracks is not
	// in Received.
	Settings func(*webrtc.SettingEngine)

	HTTPClient *http.Client // nil: a client of its own, which is a browser of its own to the server
	Log        *slog.Logger // nil: nothing is logged
}

// Bot is one visit. All methods may be called from any goroutine. It ends when the server says goodbye for good, when
// the line stays lost, or with Close; Done tells.
type Bot struct {
	cfg   Config
	http  *http.Client
	log   *slog.Logger
	works *works

	life   context.Context // ends with Close; the stages of a lawless bot outlive its visit
	end    context.CancelFunc
	ctx    context.Context // within life, ends with the visit
	cancel context.CancelCauseFunc
	owned  sync.WaitGroup // every goroutine of the bot
	done   chan struct{}  // closed when run has returned

	news     news // announced after every change that somebody may await
	received received

	// What the publishers look at, thirty to fifty times a second.
	open     [numSources]atomic.Bool // the server agrees that this person's source is heard, seen
	lawless  atomic.Bool             // send whatever the server says
	speech   atomic.Pointer[Speech]
	unwanted atomic.Uint32 // layers of the camera that nobody receives, a bit for each rank
	pings    atomic.Uint64
	tricks   [numSources]tricks

	mu       sync.Mutex // guards what follows
	line     *line      // nil while there is none
	ticket   string
	room     protocol.Slots
	view     protocol.View
	slots    []protocol.Slot
	speaking []int
	declined []int
	messages []protocol.Message
	frames   [][]byte
	pending  map[uint32]chan error
	lastID   uint32
	stages   []*stage // the newest last
	offers   int
	restarts int
	kept     bool // the server has this visit's peer connection still
}

// Join comes in and returns once the server has answered hello; what follows is awaited with Await and its like. A
// refusal is a *GoodbyeError. The bot lives on when ctx ends; it is ended by Close.
func Join(ctx context.Context, cfg Config) (*Bot, error) {
	works, err := loadWorks()
	if err != nil {
		return nil, err
	}
	if cfg.Layers < 0 || cfg.Layers > MostLayers {
		return nil, fmt.Errorf("a camera of %d layers: want at most %d", cfg.Layers, MostLayers)
	}
	b := &Bot{
		cfg: cfg, http: cfg.HTTPClient, log: cfg.Log, works: works,
		done: make(chan struct{}), pending: map[uint32]chan error{},
	}
	if b.http == nil {
		jar, err := cookiejar.New(nil)
		if err != nil {
			return nil, err
		}
		b.http = &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone(), Jar: jar}
	}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	b.speech.Store(&cfg.Speech)
	b.life, b.end = context.WithCancel(context.WithoutCancel(ctx))
	b.ctx, b.cancel = context.WithCancelCause(b.life)

	line, err := b.arrive(ctx)
	if err != nil {
		b.cancel(err)
		b.end()
		b.http.CloseIdleConnections()
		return nil, err
	}
	b.owned.Go(func() { b.run(line) })
	return b, nil
}

// arrive makes the first connection.
func (b *Bot) arrive(ctx context.Context) (*line, error) {
	if b.cfg.Ticket != "" {
		return b.dial(ctx, protocol.Hello{Protocol: protocol.Version, Ticket: b.cfg.Ticket})
	}
	token := b.cfg.Token
	if token == "" {
		var err error
		token, err = patiently(ctx, func() (string, error) { return b.exchange(ctx) })
		if err != nil {
			return nil, err
		}
	}
	hello := protocol.Hello{Protocol: protocol.Version, Token: token}
	return patiently(ctx, func() (*line, error) { return b.dial(ctx, hello) })
}

// Leave says goodbye, as the page's Leave button does, and ends the bot.
func (b *Bot) Leave(ctx context.Context) error {
	err := b.Do(ctx, protocol.Leave{})
	if err == nil || errors.As(err, new(*GoodbyeError)) || errors.Is(err, ErrLineLost) {
		err = nil
	}
	return errors.Join(err, b.Close())
}

// Close ends the bot at once, without a word to the server, and returns when nothing of it is left running.
func (b *Bot) Close() error {
	b.cancel(errClosed)
	b.end()
	b.owned.Wait()
	b.http.CloseIdleConnections()
	return nil
}

// Done is closed when the bot has ended; Err says why.
func (b *Bot) Done() <-chan struct{} { return b.done }

// Err returns nil while the bot lives. After that it is a *GoodbyeError if the server ended the visit.
func (b *Bot) Err() error {
	select {
	case <-b.done:
		return context.Cause(b.ctx)
	default:
		return nil
	}
}

// View returns the newest view that the server has sent; its Version is zero before the first.
func (b *Bot) View() protocol.View {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.view
}

// Await returns the first view that satisfies want.
func (b *Bot) Await(ctx context.Context, want func(protocol.View) bool) (protocol.View, error) {
	var view protocol.View
	err := b.await(ctx, func() bool {
		view = b.View()
		return view.Version > 0 && want(view)
	})
	return view, err
}

// Slots returns the newest list of bound slots.
func (b *Bot) Slots() []protocol.Slot {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.slots)
}

// AwaitSlots waits for a list of bound slots that satisfies want.
func (b *Bot) AwaitSlots(ctx context.Context, want func([]protocol.Slot) bool) error {
	return b.await(ctx, func() bool { return want(b.Slots()) })
}

// Speaking returns the seats that are heard speaking, by the server's newest word.
func (b *Bot) Speaking() []int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.speaking)
}

// AwaitSpeaking waits for a list of speaking seats that satisfies want.
func (b *Bot) AwaitSpeaking(ctx context.Context, want func(seats []int) bool) error {
	return b.await(ctx, func() bool { return want(b.Speaking()) })
}

// Declined returns the seats that answered this bot's invitations with "not now", in order.
func (b *Bot) Declined() []int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.declined)
}

// AwaitDeclined waits until the person on seat has declined this bot's invitation.
func (b *Bot) AwaitDeclined(ctx context.Context, seat int) error {
	return b.await(ctx, func() bool { return slices.Contains(b.Declined(), seat) })
}

// Messages returns what was written to this bot and by it, as it came.
func (b *Bot) Messages() []protocol.Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.messages)
}

// AwaitMessages waits until n messages have come, of all connections.
func (b *Bot) AwaitMessages(ctx context.Context, n int) error {
	return b.await(ctx, func() bool { return len(b.Messages()) >= n })
}

// AwaitPings waits until the server has pinged n more times, which it does twice a second. It is the clock, and the
// proof of a living line, where nothing else flows.
func (b *Bot) AwaitPings(ctx context.Context, n uint64) error {
	until := b.pings.Load() + n
	return b.await(ctx, func() bool { return b.pings.Load() >= until })
}

// Frames returns every frame received so far, of all connections, if Config.KeepFrames is set.
func (b *Bot) Frames() [][]byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.frames)
}

// Speak changes when the tone sounds.
func (b *Bot) Speak(s Speech) { b.speech.Store(&s) }

// Speech is when a tone sounds: for Talk, then not for Pause, over and over, beginning After its first packet. The zero
// value always sounds. Between tones the packets go on and carry silence, as those of a browser do.
type Speech struct {
	Talk, Pause, After time.Duration
	Silent             bool // never sounds
}

// sounds says whether the tone is heard at a time since its first packet.
func (s Speech) sounds(at time.Duration) bool {
	switch {
	case s.Silent || at < s.After:
		return false
	case s.Pause <= 0:
		return true
	}
	return (at-s.After)%(s.Talk+s.Pause) < s.Talk
}

var (
	errClosed = errors.New("the bot was closed")
	errLost   = errors.New("the line stayed lost")

	// ErrLineLost says that a command was sent, or could not be, and that the line broke before its answer came.
	ErrLineLost = errors.New("the line was lost before the answer came")
)

// RefusedError is the server's no to one command.
type RefusedError struct{ Code protocol.Code }

func (e *RefusedError) Error() string { return fmt.Sprintf("refused: %s", e.Code) }

// GoodbyeError says that the server has ended the visit.
type GoodbyeError struct{ Bye protocol.Bye }

func (e *GoodbyeError) Error() string { return fmt.Sprintf("the server said goodbye: %s", e.Bye.Why) }
