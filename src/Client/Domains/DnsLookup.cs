using System.Net;
using DnsClient;
using DnsClient.Protocol;
using EmailCampaign.Mail.Domains;

namespace EmailCampaign.Client.Domains;

/// <summary>Asks the machine's resolver, or another, over UDP and, for long answers, TCP.</summary>
/// <param name="resolver">Null for the machine's.</param>
/// <param name="patience">Longest wait for one answer, after which it is asked once more.</param>
internal sealed class DnsLookup(IPEndPoint? resolver, TimeSpan patience) : IDomainLookup
{
    private const int Port = 53;

    private readonly LookupClient _client = new(Options(resolver, patience));

    public async Task<DomainAnswer> AskAsync(string name, DomainRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var first = record switch { DomainRecord.Txt => QueryType.TXT, DomainRecord.Mx => QueryType.MX, _ => QueryType.A };
            var answer = await AskAsync(name, first, cancellationToken);
            return record == DomainRecord.Address && answer is { Fault: null, Values.Count: 0 }
                ? await AskAsync(name, QueryType.AAAA, cancellationToken)
                : answer;
        }
        catch (DnsResponseException error)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return DomainAnswer.Failed(error.Code == DnsResponseCode.ConnectionTimeout ? $"the resolver does not answer about {name}" : error.DnsError);
        }
        catch (ArgumentException)
        {
            return DomainAnswer.Nothing; // no name of the DNS, as a record that somebody mistyped may have it
        }
    }

    /// <summary>Reads a resolver as it is typed: <c>192.0.2.53:53</c>, or without the port.</summary>
    public static IPEndPoint? Resolver(string text)
    {
        if (!IPEndPoint.TryParse(text, out var resolver))
        {
            return null;
        }

        resolver.Port = resolver.Port == 0 ? Port : resolver.Port;
        return resolver;
    }

    private async Task<DomainAnswer> AskAsync(string name, QueryType type, CancellationToken cancellationToken)
    {
        var reply = await _client.QueryAsync(name, type, cancellationToken: cancellationToken);
        return reply.Header.ResponseCode switch
        {
            DnsHeaderResponseCode.NoError => new DomainAnswer([.. reply.Answers.Select(Text).OfType<string>()]),
            DnsHeaderResponseCode.NotExistentDomain => DomainAnswer.Nothing,
            var code => DomainAnswer.Failed($"the resolver says {code} about {name}"),
        };
    }

    private static string? Text(DnsResourceRecord record) => record switch
    {
        TxtRecord text => string.Concat(text.Text), // strings of one record belong together without a space
        MxRecord mx => $"{mx.Preference} {(mx.Exchange.Value == "." ? "." : mx.Exchange.Value.TrimEnd('.'))}",
        AddressRecord address => address.Address.ToString(),
        _ => null, // the aliases on the way
    };

    private static LookupClientOptions Options(IPEndPoint? resolver, TimeSpan patience)
    {
        var options = resolver is null ? new LookupClientOptions() : new LookupClientOptions(resolver);
        options.Timeout = patience;
        options.Retries = 1;
        options.UseTcpFallback = true;
        options.ThrowDnsErrors = false;
        return options;
    }
}
