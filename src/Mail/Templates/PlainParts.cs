using System.Buffers;
using System.Text.Encodings.Web;
using EmailCampaign.Mail.Composition;
using Fluid;
using Fluid.Ast;
using Fluid.Parser;
using Fluid.Values;

namespace EmailCampaign.Mail.Templates;

/// <summary>
/// A text of nothing but words and values of the row, <c>{{ name }}</c> and <c>{{ name | default: "friend" }}</c>, as most are: its pieces are cut once, and a
/// row's text is put together without the interpreter, which costs twenty times as much. The result is the interpreter's to the letter.
/// </summary>
internal sealed class PlainParts
{
    private readonly Piece[] _pieces;
    private readonly TextEncoder _encoder;

    private PlainParts(Piece[] pieces, TextEncoder encoder) => (_pieces, _encoder) = (pieces, encoder);

    /// <returns>Null when the text needs the interpreter.</returns>
    public static PlainParts? Of(IFluidTemplate template, TemplateNames names, TemplateOptions options, TextEncoder encoder)
    {
        if (template is not FluidTemplate { Statements: { } statements })
        {
            return null;
        }

        var pieces = new List<Piece>();
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case TextSpanStatement text:
                    text.PrepareBuffer(options);
                    pieces.Add(new Piece(text.Buffer));
                    break;
                case CommentStatement:
                    break;
                case OutputStatement output when OfValue(output.Expression, names, encoder) is { } value:
                    pieces.Add(value);
                    break;
                default:
                    return null;
            }
        }

        return new PlainParts([.. pieces], encoder);
    }

    /// <exception cref="OutputTooLongException">The text would be longer than <see cref="TemplateLimits.Output"/>.</exception>
    public string Render(in TemplateRow row)
    {
        var rented = ArrayPool<string>.Shared.Rent(_pieces.Length);
        try
        {
            var texts = rented.AsSpan(0, _pieces.Length);
            var length = 0L;
            for (var place = 0; place < texts.Length; place++)
            {
                texts[place] = Text(_pieces[place], row);
                length += texts[place].Length;
            }

            return length <= TemplateLimits.Output ? string.Concat(texts!) : throw new OutputTooLongException();
        }
        finally
        {
            ArrayPool<string>.Shared.Return(rented, clearArray: true);
        }
    }

    /// <summary>As <see cref="Render"/>, without the text.</summary>
    /// <exception cref="OutputTooLongException">The text would be longer than <see cref="TemplateLimits.Output"/>.</exception>
    public void Check(in TemplateRow row)
    {
        var length = 0L;
        foreach (ref readonly var piece in _pieces.AsSpan())
        {
            length += Text(piece, row).Length;
        }

        if (length > TemplateLimits.Output)
        {
            throw new OutputTooLongException();
        }
    }

    /// <summary>What is needed for <see cref="PlainText"/>; null when each text must be read for itself.</summary>
    public HtmlTextParts? HtmlText() => HtmlTextParts.Of(_pieces.Select(static piece => piece.Literal));

    /// <summary>The plain text of a row's HTML; null when it must be read for itself.</summary>
    public string? PlainText(HtmlTextParts parts, in TemplateRow row)
    {
        var values = ArrayPool<string>.Shared.Rent(_pieces.Length);
        try
        {
            var count = 0;
            foreach (ref readonly var piece in _pieces.AsSpan())
            {
                if (piece.Literal is null)
                {
                    values[count++] = Raw(piece, row) is { Length: > 0 } value ? value : piece.Default?.Text ?? "";
                }
            }

            return parts.Convert(values.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<string>.Shared.Return(values, clearArray: true);
        }
    }

    private string Text(in Piece piece, in TemplateRow row) => piece.Literal ?? Value(piece, row);

    private string Value(in Piece piece, in TemplateRow row)
    {
        var value = Raw(piece, row);
        return value.Length > 0 ? _encoder.Encode(value) : piece.Default?.Encoded ?? "";
    }

    private static string Raw(in Piece piece, in TemplateRow row) => piece.Column is { } column ? row.Text(column) : row.Address;

    private static Piece? OfValue(Expression expression, TemplateNames names, TextEncoder encoder) => expression switch
    {
        MemberExpression { Segments: [IdentifierSegment { Identifier: var name }] } => OfName(name, null, names),
        FilterExpression
        {
            Name: "default", Parameters: [{ Name: null or "", Expression: LiteralExpression { Value: StringValue text } }],
            Input: MemberExpression { Segments: [IdentifierSegment { Identifier: var name }] },
        } => OfName(name, (text.ToStringValue(), encoder.Encode(text.ToStringValue())), names),
        _ => null,
    };

    private static Piece? OfName(string name, (string Text, string Encoded)? @default, TemplateNames names)
        => names.TryGetColumn(name, out var column) ? new Piece(null, column, @default)
            : name == TemplateNames.Address ? new Piece(null, null, @default)
            : null;

    /// <param name="Literal">Words of the template; null for a value of the row.</param>
    /// <param name="Column">Where the value is; null for the recipient's address.</param>
    /// <param name="Default">What stands in place of an empty value, also as it is written.</param>
    private readonly record struct Piece(string? Literal, int? Column = null, (string Text, string Encoded)? Default = null);
}
