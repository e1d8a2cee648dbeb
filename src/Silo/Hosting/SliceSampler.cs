using EmailCampaign.Mail.Tracing;
using OpenTelemetry.Trace;

namespace EmailCampaign.Silo.Hosting;

/// <summary>Takes every campaign and batch, a share of the slices, and whatever hangs under a span that was taken.</summary>
internal sealed class SliceSampler(double ratio) : Sampler
{
    private readonly ParentBasedSampler _slices = new(new TraceIdRatioBasedSampler(ratio));

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
        => samplingParameters.Name is CampaignTraces.Campaign or CampaignTraces.Batch
            ? new SamplingResult(SamplingDecision.RecordAndSample)
            : _slices.ShouldSample(samplingParameters);
}
