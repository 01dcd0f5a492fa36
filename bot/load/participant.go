package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/logging"
	"github.com/pion/webrtc/v4"

	"alcove/bot"
	"alcove/signaling/protocol"
)

const circle = "circle"

// participant is a bot with a meter.
type participant struct {
	bot    *bot.Bot
	meter  *meter
	socket *socket
	mux    *ice.UDPMuxDefault
	joined bool          // its connection is made
	took   time.Duration // from its seat to the first packet from somebody else; zero: not known
}

// arrive lets a participant come in by a token.
func arrive(ctx context.Context, page, token string, layers int) (*participant, error) {
	p := &participant{meter: &meter{}}
	var err error
	if p.socket, err = openSocket(p.meter); err != nil {
		return nil, err
	}
	// What Pion logs holds addresses.
	quiet := &logging.DefaultLoggerFactory{Writer: io.Discard, DefaultLogLevel: logging.LogLevelDisabled}
	p.mux = ice.NewUDPMuxDefault(ice.UDPMuxParams{UDPConn: p.socket, Logger: quiet.NewLogger("ice")})
	p.bot, err = bot.Join(ctx, bot.Config{
		BaseURL: page, Token: token, Feed: newFeed(time.Now, layers), Layers: layers, Settings: p.settings,
	})
	if err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// settings leads the bot's media through the participant's own socket, and what is decrypted of it to the meter.
func (p *participant) settings(s *webrtc.SettingEngine) {
	s.SetICEUDPMux(p.mux)
	s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	s.BufferFactory = p.meter.buffer
	s.SetFireOnTrackBeforeFirstRTP(true) // there is nothing to wait for on a track
}

// sit waits for the seat and for the peer connection.
func (p *participant) sit(ctx context.Context) (seated time.Time, err error) {
	if _, err := p.bot.Await(ctx, sits); err != nil {
		return time.Time{}, fmt.Errorf("await the seat: %w", err)
	}
	seated = time.Now()
	if err := p.bot.AwaitMedia(ctx); err != nil {
		return seated, fmt.Errorf("await the peer connection: %w", err)
	}
	p.joined = true
	return seated, nil
}

func sits(v protocol.View) bool { return v.Place == circle }

// hear waits for the first packet from somebody else.
func (p *participant) hear(ctx context.Context, seated time.Time) error {
	err := poll(ctx, func() bool { return !p.meter.firstCame().IsZero() })
	if err != nil {
		return errors.Join(errors.New("nothing was received"), err)
	}
	p.took = p.meter.firstCame().Sub(seated)
	return nil
}

// close ends the participant without a word to the server.
func (p *participant) close() {
	if p.bot != nil {
		_ = p.bot.Close()
	}
	_ = p.mux.Close()
	_ = p.socket.Close()
}

// poll asks again and again until the answer is yes or ctx ends. What it asks for is counted where nobody can be told.
func poll(ctx context.Context, yes func() bool) error {
	tick := time.NewTicker(lookOften)
	defer tick.Stop()
	for !yes() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

const lookOften = 5 * time.Millisecond
