using System.Text;

namespace EmailCampaign.Mail.Composition;

/// <summary>Running text as a browser would lay it out: white space runs are one space, blocks stand on lines of their own.</summary>
internal sealed class TextFlow
{
    private readonly StringBuilder _text = new();
    private int _lines;
    private string _separator = "";
    private string _bullet = "";

    public int Length => _text.Length;

    /// <summary>Text since a position, without the white space around it.</summary>
    public string Since(int start) => _text.ToString(start, _text.Length - start).Trim();

    public void Write(string text, bool preformatted)
    {
        for (var place = 0; place < text.Length; place++)
        {
            var c = text[place];
            if (preformatted && c is '\n')
            {
                Line();
            }
            else if (IsWord(c))
            {
                var end = place + 1;
                while (end < text.Length && IsWord(text[end]))
                {
                    end++;
                }

                Flush(preformatted);
                _text.Append(text.AsSpan(place..end));
                place = end - 1;
            }
            else if (IsInvisible(c))
            {
                continue;
            }
            else if (preformatted && c is ' ' or '\t')
            {
                _separator += c;
            }
            else if (_separator.Length == 0)
            {
                _separator = " ";
            }
        }
    }

    /// <summary>Writes directly behind the last character, before any pending line end.</summary>
    public void Append(string text) => _text.Append(text);

    /// <summary>At least this many line ends before the next text.</summary>
    public void Break(int lines)
    {
        if (lines > 0)
        {
            _lines = Math.Max(_lines, lines);
            _separator = "";
        }
    }

    /// <summary>One line end more, at most one empty line.</summary>
    public void Line()
    {
        _lines = Math.Min(_lines + 1, 2);
        _separator = "";
    }

    /// <summary>Goes before the next text, if it stays on this line.</summary>
    public void Cell(string separator)
    {
        if (_lines == 0 && _text.Length > 0)
        {
            _separator = separator;
        }
    }

    /// <summary>Goes before the next text.</summary>
    public void Bullet(string bullet) => _bullet = bullet;

    public override string ToString() => _text.ToString();

    private void Flush(bool preformatted)
    {
        if (_lines > 0 && _text.Length > 0)
        {
            _text.Append('\n', _lines).Append(preformatted ? _separator : "");
        }
        else if (_text.Length > 0 && _bullet.Length == 0)
        {
            _text.Append(_separator);
        }

        _text.Append(_bullet);
        (_lines, _separator, _bullet) = (0, "", "");
    }

    private static bool IsWord(char c) => !char.IsWhiteSpace(c) && !IsInvisible(c);

    // Soft hyphens and zero-width fillers, which preview lines are padded with. The joiners stay: scripts and emoji need them.
    private static bool IsInvisible(char c) => c is '\u00AD' or '\u034F' or '\u200B' or '\uFEFF';
}
