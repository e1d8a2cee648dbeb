using Fluid.Values;

namespace EmailCampaign.Mail.Templates;

/// <summary><c>row["First Name"]</c>: the whole row by column name, for names that are no Liquid identifiers.</summary>
internal sealed class RowValue(TemplateNames names, IReadOnlyList<string> values) : IFluidIndexable
{
    public int Count => names.Columns.Count;

    public IEnumerable<string> Keys => names.Columns;

    public bool TryGetValue(string name, out FluidValue value)
    {
        if (names.TryGetColumn(name, out var column))
        {
            value = StringValue.Create(column < values.Count ? values[column] : "");
            return true;
        }

        value = NilValue.Instance;
        return false;
    }
}
