package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"github.com/pion/webrtc/v4"

	"alcove/signaling/protocol"
)

// rids are the names of a camera's encodings (RFC 8851), the smallest first.
var rids = [MostLayers]string{"q", "h", "f"}

// layersOf is how many encodings a source is sent in.
func (b *Bot) layersOf(source int) int {
	if source == camera {
		return max(b.cfg.Layers, 1)
	}
	return 1
}

// addSendLine adds a line to the offer on which so many layers of a source are sent.
func (s *stage) addSendLine(source int, kind webrtc.RTPCodecType, layers int) error {
	id := rand.Text()
	var line *webrtc.RTPTransceiver
	for rank := range layers {
		t := &track{kind: kind, id: id}
		if layers > 1 {
			t.rid = rids[rank]
		}
		var err error
		if line == nil {
			line, err = s.pc.AddTransceiverFromTrack(t, direction(webrtc.RTPTransceiverDirectionSendonly))
		} else {
			err = line.Sender().AddEncoding(t)
		}
		if err != nil {
			return fmt.Errorf("send line: %w", err)
		}
		t.transceiver = line
		s.tracks[source] = append(s.tracks[source], t)
	}
	for _, t := range s.tracks[source] {
		s.readers.Go(t.listen)
	}
	return nil
}

// useless is which layers of the camera nobody receives, a bit for each rank. Zero is none: all are sent.
func useless(active []string) (bits uint32) {
	for rank, rid := range rids {
		if !slices.Contains(active, rid) {
			bits |= 1 << rank
		}
	}
	return bits
}

// sends says whether a layer of a source is to be sent now.
func (b *Bot) sends(source, rank int) bool {
	if b.lawless.Load() {
		return true
	}
	stopped := source == camera && b.layersOf(source) > 1 && b.unwanted.Load()&(1<<rank) != 0
	return b.open[source].Load() && !stopped
}

// Want says how large each picture is shown, as a page does: height is asked once for each slot that shows somebody's
// camera, and answers in pixels of the screen; 0 is off screen. Whoever gets the slot next is shown as large. The server
// doesn't answer.
func (b *Bot) Want(ctx context.Context, height func(protocol.Slot) int) error {
	var want protocol.MediaWant
	for _, s := range b.Slots() {
		if s.Kind == video.String() {
			want.Slots = append(want.Slots, protocol.Wish{Mid: s.Mid, Height: height(s)})
		}
	}
	b.mu.Lock()
	l := b.line
	b.mu.Unlock()
	if l == nil {
		return ErrLineLost
	}
	if err := l.send(ctx, 0, want); err != nil {
		return errors.Join(ErrLineLost, err)
	}
	return nil
}
