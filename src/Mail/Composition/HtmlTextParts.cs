using System.Globalization;
using System.Text;
using MimeKit.Text;

namespace EmailCampaign.Mail.Composition;

/// <summary>
/// The plain text of HTML bodies that differ by a few values, which are in their text or in quoted attributes: the tags are told apart once, and each body's
/// text is written without looking for them again. The result is <see cref="HtmlToText"/>'s to the letter.
/// </summary>
internal sealed class HtmlTextParts
{
    private readonly Step[] _steps;

    private HtmlTextParts(Step[] steps) => _steps = steps;

    /// <param name="pieces">The body's pieces in their order; null for a value.</param>
    /// <returns>Null when a value is where it may change what is around it: it needs <see cref="HtmlToText"/>.</returns>
    public static HtmlTextParts? Of(IEnumerable<string?> pieces)
    {
        var (html, values) = (new StringBuilder(), 0);
        foreach (var piece in pieces)
        {
            if (piece is not null)
            {
                html.Append(piece);
            }
            else if (ContinuesMarkup(html))
            {
                return null;
            }
            else
            {
                Slotted.AppendMark(html, values++);
            }
        }

        var marked = html.ToString();
        if (values > 0 && Slotted.CountMarks(HtmlUtils.HtmlDecode(marked)) != values)
        {
            // The template has the character that marks begin with, perhaps as a reference.
            return null;
        }

        var (steps, found) = (new List<Step>(), new bool[values]);
        using var reader = new StringReader(marked);
        var tokens = new HtmlTokenizer(reader);
        while (tokens.ReadNextToken(out var token))
        {
            if (token is HtmlTagToken tag)
            {
                if ((tag.IsEndTag ? [] : Attributes(tag, found)) is not { } attributes)
                {
                    return null;
                }

                steps.Add(new Step(tag, attributes, null));
            }
            else if (token is HtmlDataToken data and not HtmlScriptDataToken)
            {
                if (Slotted.Parse(data.Data, found) is not { } text)
                {
                    return null;
                }

                steps.Add(new Step(null, [], text));
            }
        }

        return Array.TrueForAll(found, static isFound => isFound) ? new HtmlTextParts([.. steps]) : null;
    }

    /// <param name="values">In the order of the pieces, as they are and not as HTML has them.</param>
    /// <returns>Null when HTML has another character for one of a value's: the body needs <see cref="HtmlToText"/>.</returns>
    public string? Convert(ReadOnlySpan<string> values)
    {
        foreach (var value in values)
        {
            if (!IsPlain(value))
            {
                return null;
            }
        }

        var writer = new HtmlTextWriter();
        foreach (var step in _steps)
        {
            if (step.Text is { } text)
            {
                writer.Text(text.Fill(values));
            }
            else if (step.Tag!.IsEndTag)
            {
                writer.Close(step.Tag);
            }
            else
            {
                writer.Open(step.Attributes.Length == 0 ? step.Tag : WithValues(step.Tag, step.Attributes, values));
            }
        }

        return writer.ToString();
    }

    private static HtmlTagToken WithValues(HtmlTagToken tag, Slotted?[] attributes, ReadOnlySpan<string> values)
    {
        var filled = new HtmlAttribute[attributes.Length];
        for (var place = 0; place < filled.Length; place++)
        {
            var attribute = tag.Attributes[place];
            filled[place] = attributes[place] is { } slotted ? new HtmlAttribute(attribute.Name, slotted.Fill(values)) : attribute;
        }

        return new HtmlTagToken(tag.Name, filled, tag.IsEmptyElement);
    }

    // Empty when no attribute has a value in it; null when such a tag cannot be put together again: the tokenizer reads names that it does not write.
    private static Slotted?[]? Attributes(HtmlTagToken tag, bool[] found)
    {
        var slotted = new Slotted?[tag.Attributes.Count];
        for (var place = 0; place < slotted.Length; place++)
        {
            if (tag.Attributes[place] is { Value: { } value } attribute && Slotted.HasMark(value))
            {
                if (!IsName(tag.Name) || !IsName(attribute.Name) || (slotted[place] = Slotted.Parse(value, found)) is null)
                {
                    return null;
                }
            }
        }

        return Array.Exists(slotted, static attribute => attribute is not null) ? slotted : [];
    }

    private static bool IsName(string name) => name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':');

    // A tag or a character reference that has begun goes on with letters of a value.
    private static bool ContinuesMarkup(StringBuilder html)
    {
        var end = html.Length - 1;
        while (end >= 0 && (char.IsAsciiLetterOrDigit(html[end]) || html[end] is '#' or '/' or '!' or '?'))
        {
            end--;
        }

        return end >= 0 && html[end] is '<' or '&';
    }

    // Characters that are the same after they have been written as HTML and read again: no controls, nothing that is no character, nothing outside the first plane.
    private static bool IsPlain(string value)
    {
        foreach (var c in value)
        {
            if (c is < ' ' or (>= '\u007F' and < '\u00A0') or (>= '\uD800' and < '\uE000') or (>= '\uFDD0' and < '\uFDF0') or >= '\uFFFE')
            {
                return false;
            }
        }

        return true;
    }

    /// <param name="Tag">A tag; null for text.</param>
    /// <param name="Attributes">Those of its attributes that have a value in them; empty when none has.</param>
    /// <param name="Text">Text between tags.</param>
    private sealed record Step(HtmlTagToken? Tag, Slotted?[] Attributes, Slotted? Text);

    /// <summary>A text with values in it.</summary>
    private sealed class Slotted
    {
        // Of private use; a space and an entity between them, so that the mark is whole only where both are characters like any other.
        private const char Begin = '\uE0F0';
        private const char End = '\uE0F1';

        private readonly string[] _words;
        private readonly int[] _slots;

        private Slotted(string[] words, int[] slots) => (_words, _slots) = (words, slots);

        public static void AppendMark(StringBuilder html, int slot) => html.Append(CultureInfo.InvariantCulture, $"{Begin} &amp;{slot}{End}");

        public static int CountMarks(string text) => text.AsSpan().Count(Begin);

        public static bool HasMark(string text) => text.Contains(Begin, StringComparison.Ordinal);

        /// <param name="found">Which marks were found whole.</param>
        /// <returns>Null when there is a mark that is not whole.</returns>
        public static Slotted? Parse(string text, bool[] found)
        {
            var (words, slots, from) = (new List<string>(), new List<int>(), 0);
            for (var begin = text.IndexOf(Begin, StringComparison.Ordinal); begin >= 0; begin = text.IndexOf(Begin, begin + 1))
            {
                var end = text.IndexOf(End, begin);
                if (end <= begin + 3 || text[begin + 1] != ' ' || text[begin + 2] != '&'
                    || !int.TryParse(text.AsSpan((begin + 3)..end), NumberStyles.None, CultureInfo.InvariantCulture, out var slot) || slot >= found.Length || found[slot])
                {
                    return null;
                }

                found[slot] = true;
                words.Add(text[from..begin]);
                slots.Add(slot);
                from = end + 1;
            }

            words.Add(text[from..]);
            return new Slotted([.. words], [.. slots]);
        }

        public string Fill(ReadOnlySpan<string> values)
        {
            if (_slots.Length == 0)
            {
                return _words[0];
            }

            var filled = new string[_words.Length + _slots.Length];
            for (var place = 0; place < _slots.Length; place++)
            {
                filled[2 * place] = _words[place];
                filled[(2 * place) + 1] = values[_slots[place]];
            }

            filled[^1] = _words[^1];
            return string.Concat(filled);
        }
    }
}
