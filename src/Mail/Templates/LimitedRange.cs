using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace EmailCampaign.Mail.Templates;

/// <summary>A range such as <c>(1..count)</c>, refused when it is longer than a render may take.</summary>
/// <remarks>Fluid makes a list of the whole range before it counts a single step, and its ends may come from a contact's data.</remarks>
internal sealed class LimitedRange(RangeExpression range) : Expression
{
    public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
    {
        var from = await range.From.EvaluateAsync(context).ConfigureAwait(false);
        var to = await range.To.EvaluateAsync(context).ConfigureAwait(false);
        return to.ToNumberValue() - from.ToNumberValue() >= TemplateLimits.Steps
            ? throw new TooManyStepsException()
            : await range.EvaluateAsync(context).ConfigureAwait(false);
    }

    protected override Expression Accept(AstVisitor visitor) => visitor.VisitOtherExpression(this);

    /// <summary>Puts a limit on every range of a parsed template.</summary>
    internal sealed class Rewriter : AstRewriter
    {
        protected override Expression VisitRangeExpression(RangeExpression rangeExpression) => new LimitedRange(rangeExpression);
    }
}
