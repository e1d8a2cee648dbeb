// goloop CONTACTS.csv TEMPLATE_DIR CONNECTIONS HOST:PORT
//
// The fast and forgetful way to send a campaign: rows go through a channel to goroutines, each with a connection that stays open. Nothing is
// written down; a crash forgets who was mailed. It prints one line of JSON when it is through.
package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"net/smtp"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"text/template"
	"time"
)

const (
	sender   = "news@sender.test"
	attempts = 3
	backlog  = 500
)

var placeholder = regexp.MustCompile(`{{ *(\w+) *}}`)

type mailer struct {
	address       string
	header        []string
	subject, body *template.Template
	contentType   string
	client        *smtp.Client
}

func main() {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: goloop CONTACTS.csv TEMPLATE_DIR CONNECTIONS HOST:PORT")
		os.Exit(2)
	}

	started := time.Now()
	connections, err := strconv.Atoi(os.Args[3])
	check(err)
	file, err := os.Open(os.Args[1])
	check(err)
	defer file.Close()
	reader := csv.NewReader(file)
	header, err := reader.Read()
	check(err)
	subject, body, contentType := templates(os.Args[2])

	var sent, failed int64
	var workers sync.WaitGroup
	rows := make(chan []string, backlog)
	for i := 0; i < connections; i++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			m := mailer{address: os.Args[4], header: header, subject: subject, body: body, contentType: contentType}
			defer m.close()
			for row := range rows {
				if m.deliver(row) == nil {
					atomic.AddInt64(&sent, 1)
				} else {
					atomic.AddInt64(&failed, 1)
				}
			}
		}()
	}

	for {
		row, err := reader.Read()
		if err == io.EOF {
			break
		}

		check(err)
		rows <- row
	}

	close(rows)
	workers.Wait()
	fmt.Printf("{\"sent\":%d,\"failed\":%d,\"seconds\":%.6f}\n", sent, failed, time.Since(started).Seconds())
	if failed > 0 {
		os.Exit(1)
	}
}

// deliver composes one mail and hands it over, on a new connection when the last one broke.
func (m *mailer) deliver(row []string) error {
	values := make(map[string]string, len(row))
	for i, name := range m.header {
		values[name] = row[i]
	}

	message, err := m.compose(values)
	if err != nil {
		return err
	}

	for attempt := 1; ; attempt++ {
		if err = m.hand(values["email"], message); err == nil || attempt == attempts {
			return err
		}

		m.close()
		time.Sleep((50 * time.Millisecond) << attempt)
	}
}

func (m *mailer) compose(values map[string]string) ([]byte, error) {
	var message bytes.Buffer
	fmt.Fprintf(&message, "From: %s\r\nTo: %s\r\nSubject: ", sender, values["email"])
	if err := m.subject.Execute(&message, values); err != nil {
		return nil, err
	}

	fmt.Fprintf(&message, "\r\nDate: %s\r\nMessage-ID: <%s@sender.test>\r\nMIME-Version: 1.0\r\nContent-Type: %s; charset=utf-8\r\n\r\n",
		time.Now().Format(time.RFC1123Z), values["email"], m.contentType)
	err := m.body.Execute(&message, values)
	return message.Bytes(), err
}

func (m *mailer) hand(recipient string, message []byte) error {
	if m.client == nil {
		client, err := smtp.Dial(m.address)
		if err != nil {
			return err
		}

		m.client = client
	}

	if err := m.client.Mail(sender); err != nil {
		return err
	}

	if err := m.client.Rcpt(recipient); err != nil {
		return err
	}

	data, err := m.client.Data()
	if err != nil {
		return err
	}

	if _, err := data.Write(message); err != nil {
		return err
	}

	return data.Close()
}

func (m *mailer) close() {
	if m.client != nil {
		m.client.Quit()
		m.client.Close()
		m.client = nil
	}
}

// templates reads subject.txt and body.html or body.txt, which have plain variables only: "{{ name }}".
func templates(folder string) (subject, body *template.Template, contentType string) {
	body, contentType = parse(filepath.Join(folder, "body.html")), "text/html"
	if body == nil {
		body, contentType = parse(filepath.Join(folder, "body.txt")), "text/plain"
	}

	return parse(filepath.Join(folder, "subject.txt")), body, contentType
}

func parse(path string) *template.Template {
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil
	}

	check(err)
	lines := bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
	return template.Must(template.New(path).Parse(placeholder.ReplaceAllString(string(lines), "{{.$1}}")))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
