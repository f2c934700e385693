import type { LiveError } from '@/src/domain/live-error'
import { confirm, showToast } from '@/src/platform/feedback'
import { updateClient } from '@/src/platform/update-client'
import { errorTextOf, text } from '@/src/text'

/** Tells the user why a room did not open, and offers the upgrade to those whose WeChat is too old. */
export async function tellNotEntered(problem: LiveError): Promise<void> {
  const { title, advice } = errorTextOf(problem)
  if (problem.kind !== 'client-too-old')
    await confirm({ title, content: advice, confirmText: text.action.ok })
  else if (await confirm({ title, content: advice, confirmText: text.action.updateClient, cancelText: text.action.later }) && !await updateClient())
    showToast(text.notice.howToUpdate)
}
