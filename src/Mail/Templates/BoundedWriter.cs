using System.Text;

namespace EmailCampaign.Mail.Templates;

/// <summary>Collects the output of one part and stops a template that writes without end.</summary>
internal sealed class BoundedWriter(int capacity, int limit) : TextWriter
{
    private readonly StringBuilder _text = new(capacity);

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value) => Room(1).Append(value);

    public override void Write(string? value)
    {
        if (value is not null)
        {
            Room(value.Length).Append(value);
        }
    }

    public override void Write(char[] buffer, int index, int count) => Room(count).Append(buffer, index, count);

    public override void Write(ReadOnlySpan<char> buffer) => Room(buffer.Length).Append(buffer);

    // The base class would queue a task for each of these.
    public override Task WriteAsync(char value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(char[] buffer, int index, int count)
    {
        Write(buffer, index, count);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return Task.CompletedTask;
    }

    public override Task FlushAsync() => Task.CompletedTask;

    public override string ToString() => _text.ToString();

    private StringBuilder Room(int more) => _text.Length + more <= limit ? _text : throw new OutputTooLongException();
}
