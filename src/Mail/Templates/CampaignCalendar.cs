using System.Globalization;
using Fluid;
using Fluid.Values;

namespace EmailCampaign.Mail.Templates;

/// <summary>
/// Completes dates that a contact's data leaves open ("10:30", "Jan 5") from the campaign's start, where .NET would take today's
/// date: a mail rendered again after midnight or new year must be the same mail.
/// </summary>
/// <remarks>For reading dates only; it answers every question for a year, month or day with those of the start.</remarks>
internal sealed class CampaignCalendar(DateTimeOffset start) : GregorianCalendar
{
    private static readonly string[] Filters = ["date", "format_date", "time_zone"];

    public override int GetYear(DateTime time) => start.Year;

    public override int GetMonth(DateTime time) => start.Month;

    public override int GetDayOfMonth(DateTime time) => start.Day;

    /// <summary>Has the filters that read dates read them by this calendar.</summary>
    public void UseIn(FilterCollection filters)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.Calendar = this;
        foreach (var name in Filters)
        {
            if (filters.TryGetValue(name, out var filter))
            {
                filters.AddFilter(name, (input, arguments, context) => filter(Read(input, culture), arguments, context));
            }
        }
    }

    // What is no date here ("now", nonsense) is left to the filter itself.
    private static FluidValue Read(FluidValue input, CultureInfo culture)
        => input is StringValue && DateTimeOffset.TryParse(input.ToStringValue(), culture, DateTimeStyles.AssumeUniversal, out var time)
            ? new DateTimeValue(time)
            : input;
}
