using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace EmailCampaign.Testing.Dns;

/// <summary>The little of RFC 1035 that a <see cref="FakeDnsServer"/> speaks.</summary>
internal static class DnsMessage
{
    private const int HeaderLength = 12;
    private const byte ServerFailure = 2;
    private const byte NoSuchName = 3;

    private static readonly Dictionary<string, ushort> Types = new() { ["A"] = 1, ["CNAME"] = 5, ["MX"] = 15, ["TXT"] = 16, ["AAAA"] = 28 };

    /// <returns>Null when the zone says nothing about the name, ever.</returns>
    public static byte[]? Answer(byte[] question, FakeZone zone)
    {
        var (name, end) = ReadName(question);
        if (zone.IsSilent(name))
        {
            return null;
        }

        if (zone.IsBroken(name))
        {
            return Message(question, end, ServerFailure, []);
        }

        var number = BinaryPrimitives.ReadUInt16BigEndian(question.AsSpan(end));
        var type = Types.FirstOrDefault(known => known.Value == number).Key ?? "";
        var answers = new List<byte[]>();
        var owner = name;
        while (zone.Find(owner, "CNAME") is [var target])
        {
            answers.Add(Record(owner, "CNAME", target));
            owner = target;
        }

        answers.AddRange(zone.Find(owner, type).Select(value => Record(owner, type, value)));
        return Message(question, end, zone.Exists(owner) ? (byte)0 : NoSuchName, answers);
    }

    /// <summary>An answer without records that says: ask over TCP.</summary>
    public static byte[] Truncated(byte[] question)
    {
        var message = Message(question, ReadName(question).End, 0, []);
        message[2] |= 0x02;
        return message;
    }

    private static byte[] Message(byte[] question, int end, byte code, List<byte[]> answers)
    {
        byte[] message = [.. question[..(end + 4)], .. answers.SelectMany(static answer => answer)];
        message[2] = 0x81; // an answer, recursion was asked for
        message[3] = (byte)(0x80 | code);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), (ushort)answers.Count);
        message.AsSpan(8, 4).Clear(); // no authority, no EDNS
        return message;
    }

    private static byte[] Record(string name, string type, string value)
    {
        var data = Data(type, value);
        var head = new byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(head, Types[type]);
        head[3] = 1; // the Internet
        head[7] = 60; // seconds to live
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(8), (ushort)data.Length);
        return [.. Name(name), .. head, .. data];
    }

    private static byte[] Data(string type, string value) => type switch
    {
        "TXT" => [.. Encoding.UTF8.GetBytes(value).Chunk(255).SelectMany(static part => part.Prepend((byte)part.Length))],
        "MX" when value.Split(' ') is [var preference, var host] => [0, byte.Parse(preference, System.Globalization.CultureInfo.InvariantCulture), .. Name(host)],
        "CNAME" => Name(value),
        _ => IPAddress.Parse(value).GetAddressBytes(),
    };

    private static byte[] Name(string name)
        => [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(static label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0];

    private static (string Name, int End) ReadName(byte[] message)
    {
        var labels = new List<string>();
        var at = HeaderLength;
        while (message[at] is > 0 and var length)
        {
            labels.Add(Encoding.ASCII.GetString(message, at + 1, length));
            at += 1 + length;
        }

        return (string.Join('.', labels), at + 1);
    }
}
