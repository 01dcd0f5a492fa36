package sfu

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"

	"alcove/room"
)

// ErrOffer says that a browser's offer can't be used; it wraps what is wrong with it.
var ErrOffer = errors.New("offer")

// errGone says that an offer wants to go on with a connection that there is no longer.
var errGone = fmt.Errorf("%w: its connection is gone", ErrOffer)

const (
	maxOffer     = 256 << 10 // bytes
	maxSend      = 4         // send lines: microphone, camera, screen, screen sound
	maxAttribute = 2048      // bytes of one attribute
	maxMid       = 16        // bytes
	maxLayers    = 3         // encodings of one camera
	maxRID       = 16        // bytes
)

// offer is a browser's one session description, checked and reduced to what the server understands.
type offer struct {
	sdp      string // what is left of it, for Pion
	origin   string // the same for every offer of one RTCPeerConnection, and different for any other
	lines    string // the m-lines with the streams on them
	ice      string // the ICE credentials, which a restart changes
	audio    codec
	video    codec
	sends    []sendLine
	receives []receiveLine
}

// sendLine is an m-line on which the browser sends.
type sendLine struct {
	mid    string
	source room.Source
	codec  codec
	ids    extensionIDs
	rids   []string // the simulcast layers that are taken, the smallest first; empty without simulcast

	// Zero if the browser doesn't declare them; then they are learned from the mid of the first packet.
	ssrc, repair uint32
}

// receiveLine is an m-line on which the browser receives: a slot.
type receiveLine struct {
	mid    string
	kind   Kind
	pair   int // people and screens are numbered apart, from 0
	screen bool
	// numbered: the browser takes transport-wide numbers here, and reports what has come by them.
	numbered bool
}

// codec holds the payload types of a line. Repair is zero without retransmission.
type codec struct {
	video           bool
	payload, repair uint8
}

// clock returns the ticks per second of the codec's timestamps.
func (c codec) clock() uint32 {
	if c.video {
		return 90000
	}
	return 48000
}

// agrees says whether lines of both codecs can share a connection.
func (c codec) agrees(other codec) bool {
	return c.payload == other.payload && (c.repair == other.repair || c.repair == 0 || other.repair == 0)
}

// readOffer checks text and rebuilds it from what is allowed. Whatever is wrong is an ErrOffer.
func readOffer(text string, slots Slots) (offer, error) {
	if len(text) > maxOffer {
		return offer{}, fmt.Errorf("%w: too long", ErrOffer)
	}
	var in sdp.SessionDescription
	if err := in.UnmarshalString(text); err != nil {
		return offer{}, fmt.Errorf("%w: not a session description", ErrOffer)
	}
	if n := len(in.MediaDescriptions); n == 0 || n > maxSend+2*(slots.People+slots.Screen) {
		return offer{}, fmt.Errorf("%w: %d m-lines", ErrOffer, n)
	}
	r := offerReader{slots: slots, mids: map[string]bool{}, payloads: map[bool]codec{}, ssrcs: map[uint32]bool{}}
	for _, m := range in.MediaDescriptions {
		if err := r.line(m); err != nil {
			return offer{}, fmt.Errorf("%w: m-line %d: %w", ErrOffer, len(r.mids), err)
		}
	}
	if err := r.session(&in); err != nil {
		return offer{}, fmt.Errorf("%w: %w", ErrOffer, err)
	}
	out, err := in.Marshal()
	if err != nil {
		return offer{}, fmt.Errorf("%w: can't be written again", ErrOffer)
	}
	r.offer.sdp, r.offer.audio, r.offer.video = string(out), r.payloads[false], r.payloads[true]
	return r.offer, nil
}

// shape writes down what an ICE restart must leave as it is. What else belongs to a line was settled by the answer.
func (o offer) shape() string {
	var out strings.Builder
	for _, s := range o.sends {
		fmt.Fprintf(&out, "%s %s %d %d/%d %s;", s.mid, s.source, s.codec.payload, s.ssrc, s.repair, s.rids)
	}
	for _, r := range o.receives {
		fmt.Fprintf(&out, "%s %s %d;", r.mid, r.kind, r.pair)
	}
	return out.String()
}

// offerReader collects an offer line by line.
type offerReader struct {
	slots    Slots
	offer    offer
	order    []string
	mids     map[string]bool
	payloads map[bool]codec // by whether it is video: one codec for all lines of a kind
	ssrcs    map[uint32]bool

	sendAudio, sendVideo       int
	receiveAudio, receiveVideo int
}

// line checks one m-line and strips what is not allowed from it.
func (r *offerReader) line(m *sdp.MediaDescription) error {
	video := m.MediaName.Media == "video"
	if !video && m.MediaName.Media != "audio" {
		return errors.New("neither audio nor video")
	}
	if strings.Join(m.MediaName.Protos, "/") != "UDP/TLS/RTP/SAVPF" {
		return errors.New("unknown transport")
	}
	for _, a := range m.Attributes {
		if len(a.Value) > maxAttribute {
			return errors.New("an attribute is too long")
		}
	}
	mid, _ := m.Attribute("mid")
	if mid == "" || len(mid) > maxMid || strings.ContainsAny(mid, " \t\r\n") || r.mids[mid] {
		return errors.New("mid missing, odd or used twice")
	}
	c, err := readCodec(m, video)
	if err != nil {
		return err
	}
	if known, ok := r.payloads[video]; ok && !known.agrees(c) {
		return errors.New("payload types differ between lines")
	}
	sends, err := direction(m)
	if err != nil {
		return err
	}
	r.mids[mid] = true
	if known := r.payloads[video]; known.repair == 0 {
		r.payloads[video] = c
	}
	r.order = append(r.order, mid)
	if sends {
		return r.send(m, mid, c)
	}
	return r.receive(m, mid, c)
}

// send takes an m-line on which the browser sends. Camera and screen look alike: the first one is the camera. So do
// the microphone and the screen's sound.
func (r *offerReader) send(m *sdp.MediaDescription, mid string, c codec) error {
	s := sendLine{mid: mid, codec: c, ids: readExtensionIDs(m)}
	sources, count := []room.Source{room.SourceMicrophone, room.SourceScreenSound}, &r.sendAudio
	if c.video {
		sources, count = []room.Source{room.SourceCamera, room.SourceScreen}, &r.sendVideo
	}
	if *count == len(sources) {
		return errors.New("too many send lines")
	}
	s.source = sources[*count]
	*count++

	var err error
	if s.rids, err = readRIDs(m); err != nil {
		return err
	}
	if s.source != room.SourceCamera && len(s.rids) > 1 {
		s.rids = s.rids[:1]
	}
	if len(s.rids) == 0 {
		if err := s.readSSRC(m); err != nil {
			return err
		}
	}
	for _, ssrc := range []uint32{s.ssrc, s.repair} {
		if ssrc != 0 && r.ssrcs[ssrc] {
			return errors.New("ssrc used twice")
		}
		r.ssrcs[ssrc] = true
	}
	s.rebuild(m)
	r.offer.sends = append(r.offer.sends, s)
	return nil
}

// receive takes an m-line on which the browser receives: first the people, then the screens.
func (r *offerReader) receive(m *sdp.MediaDescription, mid string, c codec) error {
	l := receiveLine{mid: mid, kind: KindAudio, numbered: readExtensionIDs(m).transport != 0}
	count := &r.receiveAudio
	if c.video {
		l.kind, count = KindVideo, &r.receiveVideo
	}
	l.pair = *count
	*count++
	if l.pair >= r.slots.People {
		l.pair -= r.slots.People
		l.screen, l.kind = true, KindScreenAudio
		if c.video {
			l.kind = KindScreen
		}
		if l.pair >= r.slots.Screen {
			return errors.New("too many receive lines")
		}
	}
	rebuildReceive(m, c)
	r.offer.receives = append(r.offer.receives, l)
	return nil
}

// session checks what belongs to all lines and strips the rest.
func (r *offerReader) session(in *sdp.SessionDescription) error {
	bundled, _ := in.Attribute("group")
	group := strings.Fields(bundled)
	if len(group) == 0 || group[0] != "BUNDLE" || len(group)-1 != len(r.order) {
		return errors.New("not bundled")
	}
	for i, mid := range r.order {
		if group[i+1] != mid {
			return errors.New("not bundled in the order of the lines")
		}
	}
	attribute := func(key string) string {
		if v, ok := in.Attribute(key); ok {
			return v
		}
		v, _ := in.MediaDescriptions[0].Attribute(key)
		return v
	}
	fingerprint := attribute("fingerprint")
	if fingerprint == "" || attribute("ice-ufrag") == "" || attribute("ice-pwd") == "" {
		return errors.New("no fingerprint or no ICE credentials")
	}
	if _, lite := in.Attribute("ice-lite"); lite {
		return errors.New("both sides would be ICE lite")
	}
	r.offer.origin = strconv.FormatUint(in.Origin.SessionID, 10) + " " + fingerprint
	r.offer.lines = r.offer.shape()
	r.offer.ice = attribute("ice-ufrag") + " " + attribute("ice-pwd")

	in.Attributes = keep(in.Attributes, sessionAttributes)
	in.SessionInformation, in.URI, in.EmailAddress, in.PhoneNumber = nil, nil, nil, nil
	in.ConnectionInformation, in.Bandwidth, in.TimeZones, in.EncryptionKey = nil, nil, nil, nil
	return nil
}

// direction says whether the browser sends on the line. A line does one or the other.
func direction(m *sdp.MediaDescription) (sends bool, err error) {
	_, sendonly := m.Attribute("sendonly")
	_, recvonly := m.Attribute("recvonly")
	_, sendrecv := m.Attribute("sendrecv")
	_, inactive := m.Attribute("inactive")
	if sendonly == recvonly || sendrecv || inactive {
		return false, errors.New("neither sendonly nor recvonly")
	}
	return sendonly, nil
}
