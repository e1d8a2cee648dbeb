using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.LoadTest.Sinks;

namespace EmailCampaign.LoadTest.Subjects;

/// <summary>Something that sends the mails.</summary>
internal interface ISubject
{
    string Name { get; }

    /// <exception cref="RunFailedException">It did not send them all.</exception>
    Task<Measurement> RunAsync(Material material, ISink sink, CancellationToken cancellationToken);
}
