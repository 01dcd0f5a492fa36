package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/coder/websocket"

	"alcove/signaling/protocol"
)

const (
	writeWithin  = 5 * time.Second
	answerWithin = 10 * time.Second
	resumeWithin = 2 * time.Minute // as long as the server keeps a place
	largestFrame = 1 << 20
)

// line is one WebSocket.
type line struct{ conn *websocket.Conn }

// busyError says that the server asks for another try later.
type busyError struct{ after time.Duration }

func (e *busyError) Error() string { return "the server asks to try again later" }

// answered turns an answer that is no success into an error.
func answered(res *http.Response) error {
	if seconds, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil {
		return &busyError{time.Duration(seconds) * time.Second}
	}
	return fmt.Errorf("the server answered %s", res.Status)
}

// patiently tries again as long as the server asks for it and ctx lasts.
func patiently[T any](ctx context.Context, try func() (T, error)) (T, error) {
	for {
		got, err := try()
		var busy *busyError
		if !errors.As(err, &busy) {
			return got, err
		}
		select {
		case <-time.After(busy.after):
		case <-ctx.Done():
			return got, errors.Join(ctx.Err(), err)
		}
	}
}

// exchange turns the link into a join token.
func (b *Bot) exchange(ctx context.Context) (string, error) {
	secret := b.cfg.Link
	if _, fragment, ok := strings.Cut(secret, "#"); ok {
		secret = fragment
	}
	body, err := json.Marshal(map[string]string{"link": strings.TrimPrefix(secret, "link=")})
	if err != nil {
		return "", fmt.Errorf("exchange the link: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, b.cfg.BaseURL+"/api/exchange", bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("exchange the link: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", b.cfg.BaseURL)
	res, err := b.http.Do(req)
	if err != nil {
		return "", fmt.Errorf("exchange the link: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("exchange the link: %w", answered(res))
	}
	var answer struct{ Token string }
	if err := json.NewDecoder(io.LimitReader(res.Body, largestFrame)).Decode(&answer); err != nil {
		return "", fmt.Errorf("exchange the link: %w", err)
	}
	return answer.Token, nil
}

// dial opens a line and greets. The welcome is taken in before it returns.
func (b *Bot) dial(ctx context.Context, hello protocol.Hello) (*line, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	url := "ws" + strings.TrimPrefix(b.cfg.BaseURL, "http") + "/ws"
	conn, res, err := websocket.Dial(ctx, url, &websocket.DialOptions{
		HTTPClient: b.http,
		HTTPHeader: http.Header{"Origin": {b.cfg.BaseURL}},
	})
	if res != nil && res.Body != nil {
		defer res.Body.Close()
	}
	if err != nil {
		if res != nil && res.StatusCode != http.StatusSwitchingProtocols {
			err = answered(res)
		}
		return nil, fmt.Errorf("connect: %w", err)
	}
	conn.SetReadLimit(largestFrame)
	l := &line{conn}
	if err := b.greet(ctx, l, hello); err != nil {
		_ = conn.CloseNow()
		return nil, err
	}
	return l, nil
}

func (b *Bot) greet(ctx context.Context, l *line, hello protocol.Hello) error {
	if err := l.send(ctx, 0, hello); err != nil {
		return err
	}
	for {
		m, err := b.receive(ctx, l)
		if err != nil {
			return fmt.Errorf("await the welcome: %w", err)
		}
		switch m := m.(type) {
		case protocol.Welcome:
			b.welcomed(l, m)
			return nil
		case protocol.Bye:
			return &GoodbyeError{m}
		case protocol.Ping:
			if err := l.send(ctx, 0, protocol.Pong{N: m.N}); err != nil {
				return err
			}
		default:
			return fmt.Errorf("await the welcome: got %T", m)
		}
	}
}

// welcomed makes l the line in use. Views are counted anew, since another server may count from one.
func (b *Bot) welcomed(l *line, m protocol.Welcome) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.line, b.ticket, b.room, b.kept = l, m.Ticket, m.Slots, m.Media == protocol.MediaKept
	b.view.Version = 0
}

// receive reads the next message. One of a type that this bot doesn't know is nil.
func (b *Bot) receive(ctx context.Context, l *line) (protocol.FromServer, error) {
	_, frame, err := l.conn.Read(ctx)
	if err != nil {
		return nil, err
	}
	if b.cfg.KeepFrames {
		b.mu.Lock()
		b.frames = append(b.frames, frame)
		b.mu.Unlock()
	}
	m, err := protocol.DecodeFromServer(frame)
	if errors.Is(err, protocol.ErrUnknown) {
		return nil, nil
	}
	return m, err
}

// send writes one message. It may be called from any goroutine.
func (l *line) send(ctx context.Context, id uint32, m protocol.FromBrowser) error {
	frame, err := protocol.EncodeFromBrowser(id, m)
	if err != nil {
		return err
	}
	return l.write(ctx, frame)
}

// write does not take the caller's deadline: one that ends in the middle of a write ends the connection.
func (l *line) write(ctx context.Context, frame []byte) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeWithin)
	defer cancel()
	return l.conn.Write(ctx, websocket.MessageText, frame)
}

// run listens on one line after the other until the visit is over.
func (b *Bot) run(l *line) {
	defer close(b.done)
	for l != nil {
		err := b.listen(l)
		b.hungUp()
		_ = l.conn.CloseNow()
		l = b.comeBack(err)
	}
	b.cut()
}

// listen takes messages in until the line breaks or the server says goodbye, which is a *GoodbyeError.
func (b *Bot) listen(l *line) error {
	for {
		m, err := b.receive(b.ctx, l)
		if err != nil {
			return err
		}
		if bye, ok := m.(protocol.Bye); ok {
			return &GoodbyeError{bye}
		}
		b.take(l, m)
	}
}

// comeBack resumes the visit by its ticket, or returns nil if the visit is over.
func (b *Bot) comeBack(lost error) *line {
	if b.cfg.NoResume {
		b.cancel(lost)
	}
	until := time.Now().Add(resumeWithin)
	for wait := 100 * time.Millisecond; time.Now().Before(until); wait = min(2*wait, 5*time.Second) {
		var pause time.Duration
		if bye := new(GoodbyeError); errors.As(lost, &bye) {
			if !bye.Bye.ComeBack {
				b.cancel(lost)
			}
			pause = time.Duration(bye.Bye.AfterMS) * time.Millisecond
		}
		select {
		case <-b.ctx.Done():
			return nil
		case <-time.After(pause + rand.N(wait)):
		}
		var l *line
		if l, lost = b.dial(b.ctx, protocol.Hello{Protocol: protocol.Version, Ticket: b.currentTicket()}); lost == nil {
			return l
		}
		b.log.Debug("not back yet")
	}
	b.cancel(errLost)
	return nil
}

func (b *Bot) currentTicket() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ticket
}

// hungUp ends what was under way on a line that is gone.
func (b *Bot) hungUp() {
	b.mu.Lock()
	b.line, b.slots, b.speaking = nil, nil, nil
	for id, answer := range b.pending {
		answer <- ErrLineLost
		delete(b.pending, id)
	}
	b.mu.Unlock()
	b.received.rebind(nil)
	b.news.announce()
}
